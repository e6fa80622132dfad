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

/** The largest that GraphQL has. */
const INT_MAX = 2 ** 31 - 1;
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

/** Takes what a closed tab has left, unless this one has a text of its own; others wait for their turn. */
function adopt(name: string) {
  if (read(name, 'session') !== null) return;
  const [left] = namesLike(`${name}.`, 'local');
  if (left === undefined) return;
  write(name, read(left, 'local'), 'session');
  write(left, null, 'local');
}

/** The texts of this tab, each with a name that no other tab's has. */
function ownTexts(): readonly { readonly left: string; readonly text: string | null }[] {
  return namesLike(EDIT, 'session').map((name) => {
    const text = read(name, 'session');
    return { left: `${name}.${unsavedIn(text)?.key}`, text };
  });
}

window.addEventListener('pagehide', () => {
  for (const { left, text } of ownTexts()) write(left, text, 'local');
});
// The tab has not been closed after all: it was reloaded, or came back.
function takeBack() {
  for (const { left } of ownTexts()) write(left, null, 'local');
}
takeBack();
window.addEventListener('pageshow', takeBack);

/** Another version of the page may have kept it. */
function unsavedIn(kept: string | null): Unsaved | undefined {
  const { text, version, key } = parse<Partial<Unsaved>>(kept) ?? {};
  const isWhole = typeof text === 'string' && typeof key === 'string' && isVersion(version);
  return isWhole ? { text, version, key } : undefined;
}

function isVersion(version: unknown): version is number {
  return Number.isInteger(version) && Number(version) > 0 && Number(version) <= INT_MAX;
}
