/** Views that the person has given a name, in this browser. */
import { useMemo } from 'react';
import { parse, read, useKept, write } from '../../ui/storage';

export interface SavedView {
  readonly name: string;
  /** As `addressOf` writes it. */
  readonly address: string;
}

const NAME = 'views';

export function savedViews(): readonly SavedView[] {
  return viewsIn(read(NAME));
}

export function useSavedViews(): readonly SavedView[] {
  const kept = useKept(NAME);
  return useMemo(() => viewsIn(kept), [kept]);
}

export function saveView(view: SavedView) {
  store([...savedViews().filter(({ name }) => name !== view.name), view]);
}

export function renameView(from: string, to: string) {
  store(savedViews().map((view) => (view.name === from ? { ...view, name: to } : view)));
}

export function removeView(name: string) {
  store(savedViews().filter((view) => view.name !== name));
}

/** Two names that differ in case alone would be taken for each other. */
export function isSameName(one: string, other: string): boolean {
  return one.localeCompare(other, undefined, { sensitivity: 'accent' }) === 0;
}

function store(views: readonly SavedView[]) {
  write(NAME, JSON.stringify(views));
}

function viewsIn(kept: string | null): readonly SavedView[] {
  const views = parse<unknown>(kept);
  return Array.isArray(views) ? views.filter(isSavedView) : [];
}

function isSavedView(value: unknown): value is SavedView {
  const { name, address } = (value ?? {}) as Partial<SavedView>;
  return typeof name === 'string' && typeof address === 'string';
}
