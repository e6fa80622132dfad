/** Views that the person has given a name, in this browser. */
import { useSyncExternalStore } from 'react';

export interface SavedView {
  readonly name: string;
  /** As `addressOf` writes it. */
  readonly address: string;
}

const KEY = 'frontdesk.views';
const listeners = new Set<() => void>();

let text: string | null = null;
let views: readonly SavedView[] = [];

export function savedViews(): readonly SavedView[] {
  const stored = localStorage.getItem(KEY);
  if (stored !== text) {
    text = stored;
    views = parse(stored);
  }
  return views;
}

export function useSavedViews(): readonly SavedView[] {
  return useSyncExternalStore(follow, savedViews);
}

/** Gives a view a name; another one of the same name is replaced. */
export function saveView(view: SavedView) {
  const isSame = ({ name }: SavedView) => name === view.name;
  const others = savedViews();
  store(others.some(isSame) ? others.map((it) => (isSame(it) ? view : it)) : [...others, view]);
}

export function renameView(from: string, to: string) {
  const others = savedViews().filter(({ name }) => name !== to || name === from);
  store(others.map((view) => (view.name === from ? { ...view, name: to } : view)));
}

export function removeView(name: string) {
  store(savedViews().filter((view) => view.name !== name));
}

function store(views: readonly SavedView[]) {
  localStorage.setItem(KEY, JSON.stringify(views));
  for (const listener of listeners) listener();
}

function follow(listener: () => void): () => void {
  listeners.add(listener);
  // Another tab has saved one.
  window.addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', listener);
  };
}

function parse(stored: string | null): readonly SavedView[] {
  try {
    const parsed: unknown = JSON.parse(stored ?? '[]');
    return Array.isArray(parsed) ? parsed.filter(isSavedView) : [];
  } catch {
    return [];
  }
}

function isSavedView(value: unknown): value is SavedView {
  const { name, address } = (value ?? {}) as Partial<SavedView>;
  return typeof name === 'string' && typeof address === 'string';
}
