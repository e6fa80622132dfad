/**
 * Texts of tickets that are being changed, so that a page that is closed or fails loses nothing. Each tab has its own;
 * what a tab leaves behind when it is closed goes to the next one that shows the ticket.
 */
import { useMemo, useState } from 'react';
import { namesLike, parse, read, useKept, write } from '../../ui/storage';

/** A text as far as it is written. */
export interface Unsaved {
  readonly text: string;
  /** The ticket's version that the person began with. */
  readonly version: number;
  /** Names the writing, from its beginning to its end. */
  readonly key: string;
}

const EDIT = 'edit.';
const nameOf = (id: string, field: string) => `${EDIT}${id}.${field}`;

export function loadUnsaved(id: string, field: string): Unsaved | undefined {
  return unsavedIn(read(nameOf(id, field), 'session'));
}

export function useUnsaved(id: string, field: string): Unsaved | undefined {
  const name = nameOf(id, field);
  // Before it is read for the first time.
  useState(() => adopt(name));
  const kept = useKept(name, 'session');
  return useMemo(() => unsavedIn(kept), [kept]);
}

export function storeUnsaved(id: string, field: string, unsaved: Unsaved | undefined) {
  write(nameOf(id, field), unsaved ? JSON.stringify(unsaved) : null, 'session');
}

function adopt(name: string) {
  const left = read(name, 'local');
  if (left === null) return;
  write(name, null, 'local');
  if (read(name, 'session') === null) write(name, left, 'session');
}

window.addEventListener('pagehide', () => {
  for (const name of namesLike(EDIT, 'session')) write(name, read(name, 'session'), 'local');
});
// The tab has not been closed after all: it was reloaded, or came back.
window.addEventListener('pageshow', () => {
  for (const name of namesLike(EDIT, 'session')) write(name, null, 'local');
});

/** Another version of the page may have kept it. */
function unsavedIn(kept: string | null): Unsaved | undefined {
  const { text, version, key } = parse<Partial<Unsaved>>(kept) ?? {};
  const isWhole = typeof text === 'string' && typeof key === 'string' && isVersion(version);
  return isWhole ? { text, version, key } : undefined;
}

/** The largest that GraphQL has. */
const INT_MAX = 2 ** 31 - 1;

function isVersion(version: unknown): version is number {
  return Number.isInteger(version) && Number(version) > 0 && Number(version) <= INT_MAX;
}
