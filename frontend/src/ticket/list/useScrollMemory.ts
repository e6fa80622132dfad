import { useLayoutEffect, useRef } from 'react';
import { untilByHand } from '../../ui/untilByHand';
import { notePlace, type Place, placeOf, useResumedVisit, useVisit } from '../../ui/visits';
import type { ListState, TicketList } from './list';

/** Goes back to where one was, when one goes back; a new list begins at its beginning. */
export function useScrollMemory(
  list: TicketList,
  { ids, hasMore, error }: ListState,
  isStale: boolean,
  isDrawn: boolean,
) {
  const visit = useVisit();
  const resumed = useResumedVisit();
  /** Where to go once so many rows are drawn, unless the person scrolls meanwhile. */
  const awaited = useRef<Place>(undefined);

  // biome-ignore lint/correctness/useExhaustiveDependencies: with each visit.
  useLayoutEffect(() => {
    if (isStale) return;
    const place = resumed === undefined ? undefined : placeOf(resumed);
    window.scrollTo(0, place?.top ?? 0);
    awaited.current = place;
    if (!place) return;
    void list.loadUntil(place.rows ?? 0);
    const byHand = untilByHand();
    const stay = () => {
      awaited.current = undefined;
    };
    byHand.addEventListener('abort', stay);
    return () => byHand.removeEventListener('abort', stay);
  }, [visit, resumed, isStale, list]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: with each visit, too.
  useLayoutEffect(() => {
    const place = awaited.current;
    if (!place || !isDrawn || (ids.length < (place.rows ?? 0) && hasMore && !error)) return;
    awaited.current = undefined;
    window.scrollTo(0, place.top);
  }, [visit, list, isDrawn, ids, hasMore, error]);

  useLayoutEffect(() => {
    if (isStale) return;
    const note = () => {
      if (!list.state().isLoaded || awaited.current) return;
      notePlace(visit, { top: window.scrollY, rows: list.state().ids.length });
    };
    window.addEventListener('scroll', note, { passive: true });
    return () => window.removeEventListener('scroll', note);
  }, [visit, isStale, list]);
}
