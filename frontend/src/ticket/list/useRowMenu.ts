import { useApolloClient } from '@apollo/client/react';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { known } from '../change/edit';
import type { ChangeableLabel, MenuPlace } from './LabelMenu';

/** The one menu of labels: which rows it is about, and at which it opens. */
export function useRowMenu(table: RefObject<HTMLElement | null>) {
  const client = useApolloClient();
  const [menu, setMenu] = useState<MenuPlace>();
  const opener = useRef<Element>(null);

  /** Opens at a label of the row `id`, or else of the first one. */
  const openMenu = (field: ChangeableLabel, ids: readonly string[], id: string | undefined) => {
    const row = id === undefined ? '' : `[data-id="${id}"] `;
    const cell = table.current?.querySelector(`${row}[data-action="${field}"]`);
    if (!cell || !table.current || ids.length === 0) return;
    const [from, around] = [cell.getBoundingClientRect(), table.current.getBoundingClientRect()];
    const values = new Set(ids.map((id) => known(client.cache, id)[field]));
    const [value] = values.size === 1 ? values : [];
    opener.current = document.activeElement;
    setMenu({ field, ids, value, left: from.left - around.left, top: from.bottom - around.top });
  };

  // What is typed before the menu has the keyboard is not for the row.
  useEffect(() => {
    if (!menu) return;
    const hold = (event: KeyboardEvent) => {
      const { key, ctrlKey, metaKey } = event;
      const isMeant = key === 'Escape' || ctrlKey || metaKey;
      if (isMeant || document.activeElement?.closest('[role="menu"]')) return;
      event.preventDefault();
      event.stopPropagation();
    };
    document.addEventListener('keydown', hold, true);
    return () => document.removeEventListener('keydown', hold, true);
  }, [menu]);

  const closeMenu = () => {
    setMenu(undefined);
    if (opener.current instanceof HTMLElement) opener.current.focus({ preventScroll: true });
  };

  return { menu, openMenu, closeMenu };
}
