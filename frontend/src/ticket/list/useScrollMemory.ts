import { useLayoutEffect, useRef } from 'react';
import { useLocation, useNavigationType } from 'react-router';
import type { ListState, TicketList } from './list';

interface Place {
  readonly top: number;
  /** How many rows were loaded. */
  readonly rows: number;
}

/** Kept for as long as the tab is, so that a reload does not lose it. */
const KEY = 'frontdesk.places';
const KEPT = 30;

const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
/** Whoever types an address or follows a link begins at the beginning. */
const isNewVisit = navigation?.type === 'navigate';
const places = new Map<string, Place>(isNewVisit ? [] : stored());

/** Goes back to where one was, when one goes back; a new list begins at its beginning. */
export function useScrollMemory(
  list: TicketList,
  { ids, hasMore, error }: ListState,
  isStale: boolean,
  isDrawn: boolean,
) {
  const { key: visit, search } = useLocation();
  const key = visit + search;
  const isBack = useNavigationType() === 'POP';
  /** Where to go once so many rows are drawn. */
  const awaited = useRef<Place>(undefined);

  useLayoutEffect(() => {
    window.history.scrollRestoration = 'manual';
    if (isStale) return;
    const place = isBack ? places.get(key) : undefined;
    window.scrollTo(0, place?.top ?? 0);
    awaited.current = place;
    if (place) void list.loadUntil(place.rows);
  }, [key, isBack, isStale, list]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: with each visit, too.
  useLayoutEffect(() => {
    const place = awaited.current;
    if (!place || !isDrawn || (ids.length < place.rows && hasMore && !error)) return;
    awaited.current = undefined;
    window.scrollTo(0, place.top);
  }, [key, list, isDrawn, ids, hasMore, error]);

  useLayoutEffect(() => {
    if (isStale) return;
    const note = () => {
      if (!list.state().isLoaded || awaited.current) return;
      places.delete(key);
      places.set(key, { top: window.scrollY, rows: list.state().ids.length });
    };
    window.addEventListener('scroll', note, { passive: true });
    return () => window.removeEventListener('scroll', note);
  }, [key, isStale, list]);
}

function store() {
  try {
    sessionStorage.setItem(KEY, JSON.stringify([...places].slice(-KEPT)));
  } catch {
    // Without storage a reload begins at the beginning.
  }
}

function stored(): [string, Place][] {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? '[]');
  } catch {
    return [];
  }
}

window.addEventListener('pagehide', store);
