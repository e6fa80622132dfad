// biome-ignore-all lint/a11y/noRedundantRoles: some browsers forget what a table is when its rows are a grid.
// biome-ignore-all lint/a11y/useSemanticElements: the same.
import { defaultRangeExtractor, useWindowVirtualizer } from '@tanstack/react-virtual';
import { type MouseEvent, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { strings } from '../../strings';
import type { Order } from '../view';
import type { ListState, TicketList } from './list';
import { searchedWords } from './searchWords';
import { marginBelow } from './sight';
import { TicketRow } from './TicketRow';
import classes from './TicketTable.module.css';
import { useAnchor } from './useAnchor';
import type { FocusRequest } from './useCurrent';
import { useFocusRow } from './useFocusRow';
import { useRowHeight } from './useRowHeight';

const { columns, selection: selectionWords, title } = strings.list;

/** Rows beyond the window that are kept ready. */
const OVERSCAN = 8;
/** So many rows before the end, the next page is asked for. */
const AHEAD = 30;

/** What is in order when; of the changes there is no column. What is newest is of the least age. */
const SORTED: Partial<
  Record<Order, Partial<Record<'priority' | 'age', 'ascending' | 'descending'>>>
> = {
  created: { age: 'ascending' },
  'created-asc': { age: 'descending' },
  priority: { priority: 'descending' },
  'priority-asc': { priority: 'ascending' },
};

export type RowAction = 'select' | 'open' | 'priority' | 'category' | 'status' | 'confirm';

interface Props {
  readonly list: TicketList;
  readonly state: ListState;
  readonly ids: readonly string[];
  readonly isStale: boolean;
  readonly order: Order;
  readonly count: number | undefined;
  readonly current: string | undefined;
  readonly focusRequest: FocusRequest | undefined;
  readonly selected: ReadonlySet<string>;
  readonly fresh: ReadonlySet<string>;
  readonly onAction: (action: RowAction, id: string, event: MouseEvent<HTMLElement>) => void;
  readonly onSelectAll: (isSelected: boolean) => void;
  readonly onLeave: () => void;
  /** The keyboard has come to a row. */
  readonly onFocus: (id: string) => void;
}

export function TicketTable(props: Props) {
  const { list, state, ids, isStale, count, current, focusRequest, selected, fresh } = props;
  const rowHeight = useRowHeight();
  const searched = useMemo(() => searchedWords(list.filter.search ?? ''), [list]);

  const rows = useRef<HTMLTableSectionElement>(null);
  const [start, setStart] = useState(0);
  useLayoutEffect(() => {
    // Where the rows begin on the page; what stands above them may wrap or grow.
    const measure = () =>
      setStart((rows.current?.getBoundingClientRect().top ?? 0) + window.scrollY);
    const observer = new ResizeObserver(measure);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, []);

  /** As it was when the keyboard came to a row last; scrolling there may take several drawings. */
  const [margin, setMargin] = useState(rowHeight);
  const place = current === undefined ? -1 : ids.indexOf(current);
  const virtualizer = useWindowVirtualizer({
    count: ids.length,
    estimateSize: () => rowHeight,
    overscan: OVERSCAN,
    scrollMargin: start,
    scrollPaddingStart: start,
    scrollPaddingEnd: margin,
    // Known before it is measured, so that the first drawing has the rows in it.
    initialRect: { width: window.innerWidth, height: window.innerHeight },
    // The row that has the focus stays, wherever the page is scrolled to.
    rangeExtractor: (range) => {
      const shown = defaultRangeExtractor(range);
      return place < 0 || shown.includes(place) ? shown : [...shown, place].sort((a, b) => a - b);
    },
    useFlushSync: false,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows are measured by their height alone.
  useLayoutEffect(() => virtualizer.measure(), [rowHeight]);

  useFocusRow(focusRequest, (id) => {
    const scrollPaddingEnd = marginBelow(rowHeight);
    setMargin(scrollPaddingEnd);
    virtualizer.setOptions({ ...virtualizer.options, scrollPaddingEnd });
    virtualizer.scrollToIndex(ids.indexOf(id), { align: 'auto' });
  });
  useAnchor(list, ids, rowHeight);

  const items = virtualizer.getVirtualItems();
  const lastShown = items.at(-1)?.index ?? 0;
  const { hasMore, isLoading, error } = state;
  useEffect(() => {
    if (!isStale && hasMore && !isLoading && !error && lastShown > ids.length - AHEAD) {
      void list.loadMore();
    }
  }, [list, isStale, hasMore, isLoading, error, lastShown, ids.length]);

  const act = (event: MouseEvent<HTMLElement>) => {
    const target = event.target as HTMLElement;
    const action = target.closest<HTMLElement>('[data-action]')?.dataset.action;
    const id = rowOf(target);
    if (action && id) props.onAction(action as RowAction, id, event);
  };

  const allSelected = ids.length > 0 && ids.every((id) => selected.has(id));
  const entry = place < 0 ? ids[0] : current;
  const sorted = SORTED[props.order] ?? {};
  return (
    <table
      role="table"
      className={classes.table}
      aria-label={title}
      aria-busy={isStale}
      aria-rowcount={count === undefined ? -1 : count + 1}
      onPointerLeave={props.onLeave}
    >
      <thead role="rowgroup" className={classes.head}>
        <tr role="row" className={classes.columns} aria-rowindex={1}>
          <th role="columnheader" className={classes.select}>
            <label className={classes.hitArea}>
              <input
                type="checkbox"
                className={classes.checkbox}
                aria-label={selectionWords.selectLoaded}
                checked={allSelected}
                onChange={(event) => props.onSelectAll(event.currentTarget.checked)}
              />
            </label>
          </th>
          <th role="columnheader">{columns.id}</th>
          <th role="columnheader" className={classes.unseen} aria-sort={sorted.priority}>
            {columns.priority}
          </th>
          <th role="columnheader">{columns.title}</th>
          <th role="columnheader" className={classes.unseen}>
            {columns.triage}
          </th>
          <th role="columnheader" className={classes.label}>
            {columns.category}
          </th>
          <th role="columnheader" className={classes.label}>
            {columns.status}
          </th>
          <th role="columnheader" className={classes.age} aria-sort={sorted.age}>
            {columns.age}
          </th>
        </tr>
      </thead>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: these are the clicks of the buttons within, made by keys, too. */}
      <tbody
        role="rowgroup"
        ref={rows}
        className={classes.rows}
        style={{ height: virtualizer.getTotalSize() }}
        data-stale={isStale || undefined}
        onClick={act}
        onClickCapture={stopSecond}
        onMouseDown={keepFromMarking}
        onFocus={({ target }) => {
          const id = rowOf(target);
          if (id && id !== current) props.onFocus(id);
        }}
      >
        {items.map(({ index, start: top }) => {
          const id = ids[index];
          return (
            id !== undefined && (
              <TicketRow
                key={id}
                id={id}
                index={index}
                top={top - start}
                filter={list.filter}
                searched={searched}
                isCurrent={id === current}
                isEntry={id === entry}
                isSelected={selected.has(id)}
                isLeft={state.left.has(id)}
                isDeleted={state.deleted.has(id)}
                isNew={fresh.has(id)}
              />
            )
          );
        })}
      </tbody>
    </table>
  );
}

function rowOf(element: Element): string | undefined {
  return element.closest<HTMLElement>('[data-id]')?.dataset.id;
}

/** The second click of two may be for what lay over the row until the first. */
function stopSecond(event: MouseEvent) {
  if (event.detail > 1 && (event.target as Element).closest('a')) {
    event.preventDefault();
    event.stopPropagation();
  }
}

/** With Shift a click selects rows; to the browser it marks text. */
function keepFromMarking(event: MouseEvent) {
  if (event.shiftKey && (event.target as Element).closest('label')) event.preventDefault();
}
