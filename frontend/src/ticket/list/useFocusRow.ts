import { useEffect } from 'react';
import { linkOf } from './rowLink';
import { isWhollyInSight } from './sight';
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
    const { id, unless } = request;
    const aim = () => {
      if (!unless?.aborted && !isWhollyInSight(id)) scrollTo(id);
    };
    if (unless) {
      aim();
      // A list that is drawn for the first time knows only then how far it can be scrolled.
      requestAnimationFrame(() => requestAnimationFrame(aim));
    } else {
      scrollTo(id);
    }
    link.focus({ preventScroll: true });
  });
}
