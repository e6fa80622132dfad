import { useEffect } from 'react';
import { linkOf } from './rowLink';
import type { FocusRequest } from './useCurrent';

/** The requests that were carried out, also by a table that was there before. */
const done = new WeakSet<FocusRequest>();

/** Brings the keyboard to a row, which may have to be scrolled to and drawn first. */
export function useFocusRow(request: FocusRequest | undefined, scrollTo: (id: string) => void) {
  useEffect(() => {
    if (!request || done.has(request) || request.unless?.aborted) return;
    const link = document.getElementById(linkOf(request.id));
    if (!link) return;
    done.add(request);
    if (!request.unless || !isInWindow(link)) scrollTo(request.id);
    link.focus({ preventScroll: true });
  });
}

function isInWindow(element: Element): boolean {
  const { top, bottom } = element.getBoundingClientRect();
  return top >= 0 && bottom <= window.innerHeight;
}
