import { useEffect, useEffectEvent } from 'react';
import { read, useKept, write } from './storage';

/**
 * What a key does. Letters are small, or capital with Shift: `{ j: next, X: selectRange }`. False means that it does
 * nothing here, and is left to the browser.
 */
export type Keys = Readonly<Record<string, () => unknown>>;

const SWITCH = 'keys';

/** Single keys can be in the way of those who speak or type with other aids, so they can be turned off. */
export function turnKeys(on: boolean) {
  write(SWITCH, on ? null : 'off');
}

export function useKeysAreOn(): boolean {
  return useKept(SWITCH) !== 'off';
}

/** Listens for keys anywhere on the page, except where they mean something else already. */
export function useKeys(keys: Keys) {
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (read(SWITCH) === 'off' || isTaken(event.target)) return;
    const key = nameOf(event);
    const action = Object.hasOwn(keys, key) ? keys[key] : undefined;
    if (action && action() !== false) event.preventDefault();
  });
  useEffect(() => {
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, []);
}

const COVER = '[role="menu"], [role="listbox"], [role="dialog"]';

/** Whether a menu or a dialog is open. A field may keep its choices ready, unseen. */
export function isCovered(): boolean {
  return [...document.querySelectorAll(COVER)].some((it) => it.checkVisibility?.() ?? true);
}

/** Where keys are text, or belong to a menu or a dialog. */
function isTaken(target: EventTarget | null): boolean {
  const element = target instanceof Element ? target : document.body;
  const typed = 'input:not([type="checkbox"]), textarea, select, [contenteditable]';
  // A menu or a dialog that has just opened may not have the focus yet; one that this key has closed is gone, but
  // what had the focus is still in it.
  return element.closest(`${typed}, ${COVER}`) !== null || isCovered();
}

/** The lock of capitals does not make another key of a letter. */
function nameOf({ key, shiftKey }: KeyboardEvent): string {
  if (key.length > 1) return key;
  return shiftKey ? key.toUpperCase() : key.toLowerCase();
}
