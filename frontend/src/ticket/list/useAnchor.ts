import { useLayoutEffect, useRef } from 'react';
import type { TicketList } from './list';

/** Rows that come or go above the window do not move those within it. */
export function useAnchor(list: TicketList, ids: readonly string[], rowHeight: number) {
  const before = useRef({ list, ids });
  useLayoutEffect(() => {
    const former = before.current;
    before.current = { list, ids };
    if (former.list !== list || former.ids === ids) return;
    // What stands above the rows stays at the top of the window and covers as much as it is high.
    const first = Math.ceil(window.scrollY / rowHeight);
    if (first === 0) return;
    const place = former.ids.findIndex((id, index) => index >= first && ids.includes(id));
    if (place < 0) return;
    const moved = ids.indexOf(former.ids[place] ?? '') - place;
    // Of those that went, only the ones above count: the others leave a gap that the next rows fill.
    const within = place - first;
    const shift = moved + within;
    if (shift !== 0) window.scrollBy(0, shift * rowHeight);
  });
}
