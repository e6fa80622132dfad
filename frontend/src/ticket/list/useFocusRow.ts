import { useEffect, useEffectEvent, useRef } from 'react';
import type { FocusRequest } from './useCurrent';

/** Brings the keyboard to a row, which may have to be scrolled to and drawn first. */
export function useFocusRow(request: FocusRequest | undefined, scrollTo: (id: string) => void) {
  const done = useRef<FocusRequest>(undefined);
  const scroll = useEffectEvent(scrollTo);
  useEffect(() => {
    if (request) scroll(request.id);
  }, [request]);
  useEffect(() => {
    if (!request || done.current === request) return;
    const link = document.getElementById(`ticket-${request.id}`);
    if (!link) return;
    done.current = request;
    link.focus({ preventScroll: true });
  });
}
