import { Menu } from '@mantine/core';
import { useMergedRef, useResizeObserver } from '@mantine/hooks';
import { IconDots, IconPencil, IconPlus, IconTrash } from '@tabler/icons-react';
import { Suspense, useCallback, useLayoutEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { Link } from 'react-router';
import { strings } from '../../strings';
import { EarlyKeys } from '../../ui/EarlyKeys';
import { lazyPart } from '../../ui/lazyPart';
import { offerUndo } from '../change/undo';
import { addressOf, type TicketView } from '../view';
import { PRESET_VIEWS } from './presetViews';
import {
  isSameName,
  removeView,
  renameView,
  type SavedView,
  saveView,
  useSavedViews,
} from './savedViews';
import classes from './ViewTabs.module.css';

const NameDialog = lazyPart(async () => (await import('./NameDialog')).NameDialog);

const words = strings.list.views;

/** A view that is being given a name. */
interface Naming {
  /** The name that it has; left out for a new one. */
  readonly rename?: string | undefined;
  readonly text: string;
  /** Where the keyboard was. */
  readonly from: Element | null;
  /** Whether the keyboard has come to the dialog. */
  readonly isThere: boolean;
}

/** Views with a name: those that come with the page, and the person's own. */
export function ViewTabs({ view }: { view: TicketView }) {
  const saved = useSavedViews();
  const [naming, setNaming] = useState<Naming>();
  const begin = (rename?: string) =>
    setNaming({ rename, text: rename ?? '', from: document.activeElement, isThere: false });
  const write = (text: string) => setNaming((naming) => naming && { ...naming, text });
  const arrive = () => setNaming((naming) => naming && { ...naming, isThere: true });
  const close = () => setNaming(undefined);
  const saveButton = useRef<HTMLButtonElement>(null);
  const address = addressOf(view);
  const views = [
    ...PRESET_VIEWS.map((view) => ({ ...view, key: `preset ${view.name}` })),
    ...saved.map((view) => ({ ...view, key: `saved ${view.name}` })),
  ];
  const isKnown = views.some((known) => known.address === address);
  const scroll = useRef<HTMLDivElement>(null);
  const [sized, { width }] = useResizeObserver();
  const markEdges = useCallback(() => {
    const tabs = scroll.current;
    if (!tabs) return;
    const after = tabs.scrollWidth - tabs.clientWidth - tabs.scrollLeft;
    tabs.toggleAttribute('data-before', tabs.scrollLeft > 1);
    tabs.toggleAttribute('data-after', after > 1);
  }, []);
  // On a phone there are more tabs than room, and the page begins with the one that it shows.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another view or another width.
  useLayoutEffect(() => {
    const tabs = scroll.current;
    const tab = tabs?.querySelector<HTMLElement>('[aria-current]');
    if (tabs && tab) {
      tabs.scrollLeft = tab.offsetLeft - tabs.offsetLeft - (tabs.clientWidth - tab.offsetWidth) / 2;
    }
    markEdges();
  }, [address, saved, width, markEdges]);
  const name = naming?.text.trim() ?? '';
  const isTaken = views.some((view) => view.name !== naming?.rename && isSameName(view.name, name));
  /** When the button that saves a view is gone, or the notice that brings it back, in its place is the view. */
  const focusPresent = () => {
    const { activeElement, body } = document;
    if (activeElement !== body && !activeElement?.closest('[role="alert"]')) return;
    scroll.current?.querySelector<HTMLElement>('[aria-current]')?.focus();
  };
  const save = () => {
    if (name === '' || isTaken) return;
    flushSync(() => {
      if (naming?.rename === undefined) saveView({ name, address });
      else renameView(naming.rename, name);
      close();
    });
    focusPresent();
  };
  const remove = (view: SavedView) => {
    flushSync(() => removeView(view.name));
    // The menu is gone, and in its place is what would save the view anew.
    saveButton.current?.focus();
    offerUndo({ message: words.removed(view.name) }, () => {
      flushSync(() => saveView(view));
      focusPresent();
    });
  };
  return (
    <nav className={classes.views} aria-label={words.label}>
      <div ref={useMergedRef(scroll, sized)} className={classes.scroll} onScroll={markEdges}>
        {views.map(({ key, name, address: target }) => (
          <Link
            key={key}
            to={{ pathname: '/', search: target }}
            className={classes.view}
            aria-current={target === address ? 'page' : undefined}
          >
            <span>{name}</span>
          </Link>
        ))}
      </div>
      {saved
        .filter((own) => own.address === address)
        .map((own) => (
          <Menu key={own.name} position="bottom-start" shadow="md">
            <Menu.Target>
              <button type="button" className={classes.view} aria-label={words.changeOf(own.name)}>
                <IconDots size="0.875rem" aria-hidden />
                {words.change}
              </button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item
                leftSection={<IconPencil size="1rem" aria-hidden />}
                onClick={() => begin(own.name)}
              >
                {words.rename}
              </Menu.Item>
              <Menu.Item
                leftSection={<IconTrash size="1rem" aria-hidden />}
                onClick={() => remove(own)}
              >
                {words.remove}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        ))}
      {!isKnown && (
        <button ref={saveButton} type="button" className={classes.view} onClick={() => begin()}>
          <IconPlus size="0.875rem" aria-hidden />
          {words.save}
        </button>
      )}
      {naming && !naming.isThere && (
        <EarlyKeys
          label={words.name}
          from={naming.from}
          text={naming.text}
          onText={write}
          onEnter={save}
          onClose={close}
        />
      )}
      {naming && (
        <Suspense>
          <NameDialog
            {...naming}
            isTaken={isTaken}
            onText={write}
            onThere={arrive}
            onSave={save}
            onClose={close}
          />
        </Suspense>
      )}
    </nav>
  );
}
