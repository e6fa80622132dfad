import { useState } from 'react';
import type { TicketList } from './list';

/** A row that the keyboard is to be brought to; a new object each time. */
export interface FocusRequest {
  readonly id: string;
}

/** The rows that keys were about, for whoever comes back to a list. */
const remembered = new WeakMap<TicketList, string>();

/** The row that keys are about. When it goes, the next one takes its place. */
export function useCurrent(list: TicketList, ids: readonly string[]) {
  const [current, setCurrentId] = useState(() => remembered.get(list));
  const [focusRequest, setFocusRequest] = useState<FocusRequest | undefined>(() =>
    current !== undefined ? { id: current } : undefined,
  );
  const setCurrent = (id: string | undefined) => {
    setCurrentId(id);
    if (id === undefined) remembered.delete(list);
    else remembered.set(list, id);
  };
  const focus = (id: string) => {
    setCurrent(id);
    setFocusRequest({ id });
  };

  const [before, setBefore] = useState({ list, ids });
  if (before.list !== list) {
    setBefore({ list, ids });
    setCurrentId(remembered.get(list));
  } else if (before.ids !== ids) {
    setBefore({ list, ids });
    if (current !== undefined && !ids.includes(current)) {
      const next = nearest(before.ids, ids, current);
      // The keyboard was there and has no place now.
      const hadFocus = document.activeElement?.id === `ticket-${current}`;
      if (next !== undefined && hadFocus) focus(next);
      else setCurrent(next);
    }
  }
  return { current, focusRequest, setCurrent, focus };
}

/** The row after one that went, or else the one before it. */
function nearest(before: readonly string[], ids: readonly string[], id: string) {
  const there = new Set(ids);
  const place = before.indexOf(id);
  return (
    before.slice(place + 1).find((other) => there.has(other)) ??
    before.slice(0, Math.max(0, place)).findLast((other) => there.has(other))
  );
}
