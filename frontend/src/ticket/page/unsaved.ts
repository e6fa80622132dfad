/** Texts of tickets that are being changed, so that a page that is closed or fails loses nothing. */
import { useMemo } from 'react';
import { parse, read, useKept, write } from '../../ui/storage';

/** A text as far as it is written. */
export interface Unsaved {
  readonly text: string;
  /** The ticket's version that the person began with. */
  readonly version: number;
}

const nameOf = (id: string, field: string) => `edit.${id}.${field}`;

export function loadUnsaved(id: string, field: string): Unsaved | undefined {
  return unsavedIn(read(nameOf(id, field)));
}

export function useUnsaved(id: string, field: string): Unsaved | undefined {
  const kept = useKept(nameOf(id, field));
  return useMemo(() => unsavedIn(kept), [kept]);
}

export function storeUnsaved(id: string, field: string, unsaved: Unsaved | undefined) {
  write(nameOf(id, field), unsaved ? JSON.stringify(unsaved) : null);
}

/** Another version of the page may have kept it. */
function unsavedIn(kept: string | null): Unsaved | undefined {
  const { text, version } = parse<Partial<Unsaved>>(kept) ?? {};
  return typeof text === 'string' && typeof version === 'number' ? { text, version } : undefined;
}
