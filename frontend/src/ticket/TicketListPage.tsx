import { useApolloClient } from '@apollo/client/react';
import { Loader, VisuallyHidden } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import {
  type MouseEvent,
  Suspense,
  useDeferredValue,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { strings } from '../strings';
import { useCommands } from '../ui/commands';
import { ErrorPanel } from '../ui/ErrorPanel';
import { useKeys } from '../ui/keys';
import { lazyPart } from '../ui/lazyPart';
import { useTitle } from '../ui/useTitle';
import { useVisit } from '../ui/visits';
import { confirmSuggestions, patchTickets } from './change/changeTickets';
import { deleteTickets, useGone } from './change/deletion';
import type { Patch } from './change/edit';
import { Announcements } from './list/Announcements';
import { CurrentChange } from './list/CurrentChange';
import { EmptyList } from './list/EmptyList';
import { EnteredButton } from './list/EnteredButton';
import { LabelMenu } from './list/LabelMenu';
import { SkeletonRows } from './list/SkeletonRows';
import { isInSight } from './list/sight';
import { type RowAction, TicketTable } from './list/TicketTable';
import { Toolbar } from './list/Toolbar';
import { useCount } from './list/useCount';
import { useCurrent } from './list/useCurrent';
import { useGoOn } from './list/useGoOn';
import { useLiveList } from './list/useLiveList';
import { useRowMenu } from './list/useRowMenu';
import { useScrollMemory } from './list/useScrollMemory';
import { useSelection } from './list/useSelection';
import { useSweep } from './list/useSweep';
import { beginList, useTicketList } from './list/useTicketList';
import { ViewTabs } from './list/ViewTabs';
import { rememberList } from './listContext';
import classes from './TicketListPage.module.css';
import { ticketCommands } from './ticketCommands';
import { ticketPath } from './ticketPath';
import { useViewChange } from './useViewChange';
import { EVERYTHING, pathOf, type TicketView, viewOf } from './view';

const SelectionBar = lazyPart(async () => (await import('./list/SelectionBar')).SelectionBar);

export function TicketListPage() {
  const client = useApolloClient();
  const navigate = useNavigate();
  const [params] = useSearchParams();
  const visit = useVisit();
  const view = useMemo(() => viewOf(params), [params]);
  const { list, isStale } = useTicketList(view);
  const state = useSyncExternalStore(list.subscribe, list.state);
  const gone = useGone();
  const ids = useMemo(() => state.ids.filter((id) => !gone.has(id)), [state.ids, gone]);
  const { count, isAwaited } = useCount(list, state);
  const { current, setCurrent, focus, focusRequest, move } = useCurrent(list, ids, isStale);
  const { selected, toggle, extendTo, selectAll, clear } = useSelection(ids, list);
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set());
  const goOn = useGoOn(list, state.isLoaded, isStale, () => ids[0] !== undefined && focus(ids[0]));
  const search = useRef<HTMLInputElement>(null);
  const table = useRef<HTMLDivElement>(null);
  const { menu, openMenu, closeMenu } = useRowMenu(table);
  const top = useElementSize();
  useTitle(strings.list.title);
  useLiveList(list);
  // The first rows are drawn in slices, and what is there already stays usable meanwhile.
  const isDrawn = useDeferredValue(state.isLoaded);
  useScrollMemory(list, state, isStale, isDrawn);
  const isPointedAt = () => table.current?.matches(':hover') ?? false;
  const sweep = useSweep(list, state, isPointedAt, current);

  // Selected rows that are not there any more are not meant any more.
  const chosen = useMemo(() => ids.filter((id) => selected.has(id)), [ids, selected]);
  const targets = chosen.length > 0 ? chosen : current === undefined ? [] : [current];

  const show = (view: TicketView, replace = false) => {
    beginList(client, view);
    navigate(pathOf(view), { replace });
  };
  const change = useViewChange(view, show);
  const clearFilters = () => show({ ...EVERYTHING, order: view.order });
  const patch = (ids: readonly string[], patch: Patch) => void patchTickets(client, ids, patch);
  const confirm = (ids: readonly string[]) => void confirmSuggestions(client, ids);
  const remove = (ids: readonly string[]) => deleteTickets(client, ids);
  const remember = () => rememberList(list, pathOf(view), visit);
  const open = (id: string, edit = false) => {
    remember();
    navigate(ticketPath(id), { state: { edit } });
  };
  const bringIn = () => {
    const broughtIn = new Set(list.bringIn());
    setFresh(broughtIn);
    window.scrollTo(0, 0);
    const first = list.state().ids.find((id) => broughtIn.has(id));
    if (first !== undefined) focus(first);
  };

  const act = (action: RowAction, id: string, event: MouseEvent) => {
    setCurrent(id);
    switch (action) {
      case 'select':
        return event.shiftKey ? extendTo(id) : toggle(id);
      case 'open':
        return remember();
      case 'confirm':
        return confirm([id]);
      default:
        return openMenu(action, [id], id);
    }
  };

  /** Does something to rows that keys are about, once they are seen: the first key brings them into sight. */
  const seen = (action: () => void) => () => {
    if (current === undefined || isInSight(current)) action();
    else focus(current);
  };

  useKeys({
    // A link or a button that is under the keyboard does what it says.
    Enter: () => {
      if (document.activeElement?.closest('a, button') || current === undefined) return false;
      open(current);
    },
    j: () => move(1),
    ArrowDown: () => move(1),
    k: () => move(-1),
    ArrowUp: () => move(-1),
    x: seen(() => current !== undefined && toggle(current)),
    X: seen(() => current !== undefined && extendTo(current)),
    e: seen(() => current !== undefined && open(current, true)),
    p: seen(() => openMenu('priority', targets, current)),
    s: seen(() => openMenu('status', targets, current)),
    a: seen(() => confirm(targets)),
    '/': () => search.current?.focus(),
    Escape: () => selected.size > 0 && clear(),
  });

  useCommands(() => ticketCommands(client.cache, targets, { patch, confirm, remove }));

  const isEmpty = ids.length === 0 && !state.hasMore;
  return (
    <div className={classes.page} style={{ '--list-toolbar-height': `${top.height}px` } as object}>
      <VisuallyHidden component="h1">{strings.list.title}</VisuallyHidden>
      <Announcements
        list={list}
        found={isAwaited ? undefined : count}
        isEmpty={isEmpty}
        selected={chosen.length}
      />
      {current !== undefined && (
        <CurrentChange
          key={current}
          id={current}
          isDeleted={state.deleted.has(current)}
          isLeft={state.left.has(current)}
        />
      )}
      <div ref={top.ref} className={classes.top}>
        <ViewTabs view={view} />
        <Toolbar
          searchRef={search}
          view={view}
          count={state.isLoaded ? count : undefined}
          onChange={change}
          onEnter={goOn}
        />
      </div>
      <EnteredButton count={state.entered.length} onShow={bringIn} />
      <div ref={table} className={classes.list}>
        {isDrawn && !isEmpty && (
          <TicketTable
            list={list}
            state={state}
            ids={ids}
            isStale={isStale}
            order={list.view.order}
            count={count}
            current={current}
            focusRequest={focusRequest}
            selected={selected}
            fresh={fresh}
            onAction={act}
            onSelectAll={selectAll}
            onLeave={sweep}
            onFocus={setCurrent}
          />
        )}
        {isDrawn && isEmpty && <EmptyList view={list.view} onClear={clearFilters} />}
        {state.error && <ErrorPanel error={state.error} onRetry={list.loadMore} />}
        {!isDrawn && !state.error && <SkeletonRows />}
        {isDrawn && state.hasMore && !state.error && <LoadingMore />}
        <LabelMenu
          place={menu}
          onChoose={(chosen) => menu && patch(menu.ids, chosen)}
          onClose={closeMenu}
        />
      </div>
      {chosen.length > 0 && (
        <Suspense>
          <SelectionBar
            count={chosen.length}
            isAll={chosen.length === ids.length}
            onSelectAll={selectAll}
            onPatch={(chosenPatch) => patch(chosen, chosenPatch)}
            onConfirm={() => confirm(chosen)}
            onRemove={() => remove(chosen)}
            onClear={clear}
          />
        </Suspense>
      )}
    </div>
  );
}

function LoadingMore() {
  return (
    <div className={classes.more} aria-hidden>
      <Loader size="xs" />
      {strings.list.loadingMore}
    </div>
  );
}
