import { useEffect, useSyncExternalStore } from 'react';
import { strings } from '../strings';

let shown: string | undefined;
let announced = '';
let settling: ReturnType<typeof setTimeout> | undefined;
/** On the way to a page others may be passed. */
const SETTLING_MS = 300;
const listeners = new Set<() => void>();

/** Names the page in the browser's tab. */
export function useTitle(title: string) {
  useEffect(() => {
    document.title = `${title} · ${strings.app.name}`;
    // The browser itself reads out where one comes in.
    const isFirst = shown === undefined;
    shown = title;
    if (isFirst) return;
    clearTimeout(settling);
    settling = setTimeout(() => {
      announced = title;
      for (const listener of listeners) listener();
    }, SETTLING_MS);
  }, [title]);
}

/** The page that somebody has come to within the page, to be read out. */
export function useAnnouncedTitle(): string {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => announced,
  );
}
