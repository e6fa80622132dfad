/**
 * What the browser keeps for the person: `local` for good and for all tabs, `session` for as long as the tab is
 * there. A browser that is set to keep nothing, or has no room, keeps it until the page is left.
 */
import { useSyncExternalStore } from 'react';

export type Area = 'local' | 'session';

const AREAS: Readonly<Record<Area, () => Storage>> = {
  local: () => localStorage,
  session: () => sessionStorage,
};
/** What could not be stored. */
const unstored = new Map<string, string>();
const listeners = new Set<() => void>();

const keyOf = (name: string) => `frontdesk.${name}`;
const unstoredKey = (name: string, area: Area) => `${area} ${name}`;

export function read(name: string, area: Area = 'local'): string | null {
  try {
    return unstored.get(unstoredKey(name, area)) ?? AREAS[area]().getItem(keyOf(name));
  } catch {
    return null;
  }
}

/** Keeps a text under a name; null forgets it. */
export function write(name: string, text: string | null, area: Area = 'local') {
  const key = unstoredKey(name, area);
  unstored.delete(key);
  try {
    if (text === null) AREAS[area]().removeItem(keyOf(name));
    else AREAS[area]().setItem(keyOf(name), text);
  } catch {
    if (text !== null) unstored.set(key, text);
  }
  for (const listener of listeners) listener();
}

/** The names that begin like this under which something is kept. */
export function namesLike(beginning: string, area: Area): readonly string[] {
  try {
    const keys = Object.keys(AREAS[area]()).filter((key) => key.startsWith(keyOf(beginning)));
    return keys.map((key) => key.slice(keyOf('').length));
  } catch {
    return [];
  }
}

/** What is kept under a name, also when that is written elsewhere on the page or in another tab. */
export function useKept(name: string, area: Area = 'local'): string | null {
  return useSyncExternalStore(follow, () => read(name, area));
}

function follow(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', listener);
  };
}

/** What was kept as JSON, or undefined if that is not there or not to be understood. */
export function parse<Kept>(text: string | null): Kept | undefined {
  try {
    return JSON.parse(text ?? 'null') ?? undefined;
  } catch {
    return undefined;
  }
}
