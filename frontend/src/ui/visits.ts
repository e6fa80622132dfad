/** Where each visit to a page was left, for as long as the tab is there. */
import { useMemo } from 'react';
import { useLocation, useNavigationType } from 'react-router';
import { parse, read, write } from './storage';

export interface Place {
  /** How far the page was scrolled, in pixels. */
  readonly top: number;
  /** How many rows of a list were loaded. */
  readonly rows?: number | undefined;
  /** The ticket in whose row the keyboard was. */
  readonly row?: string | undefined;
}

const NAME = 'places';
const KEPT = 30;

const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
/** Whoever types an address or follows a link begins at the beginning. */
const isNewVisit = navigation?.type === 'navigate';
const kept = isNewVisit ? undefined : parse<[string, Place][]>(read(NAME, 'session'));
const places = new Map(kept);

// The browser would go there before there is anything.
window.history.scrollRestoration = 'manual';
window.addEventListener('pagehide', () => {
  write(NAME, JSON.stringify([...places].slice(-KEPT)), 'session');
});

/** What names this visit. */
export function useVisit(): string {
  const { key, pathname, search } = useLocation();
  return key + pathname + search;
}

export const placeOf = (visit: string) => places.get(visit);

export function notePlace(visit: string, changes: Partial<Place>) {
  const place = { top: 0, ...places.get(visit), ...changes };
  places.delete(visit);
  places.set(visit, place);
}

/** The state of a link that leads back to an earlier visit. */
export interface Resumed {
  readonly visit: string;
}

/** The visit that a page goes on with: an earlier one for whoever goes back, by the browser or by a link. */
export function useResumedVisit(): string | undefined {
  const visit = useVisit();
  const isBack = useNavigationType() === 'POP';
  const { visit: former } = (useLocation().state ?? {}) as Partial<Resumed>;
  // Once: later this visit has a place of its own.
  return useMemo(() => {
    if (isBack && placeOf(visit)) return visit;
    return former ?? (isBack ? visit : undefined);
  }, [visit, former, isBack]);
}
