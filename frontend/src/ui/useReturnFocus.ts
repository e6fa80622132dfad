import { useEffect, useState } from 'react';
import { currentRow } from './currentRow';

/** A screen reader that is still at what leaves the page comes to the next place without a word. A key does not wait. */
const LEAVING_MS = 150;

/** Where the keyboard was before the dialog that was opened last. */
let last: HTMLElement | null = null;

/**
 * Brings the keyboard back to where it was before the dialog that calls this was opened, once that is closed. It was at
 * `active`.
 */
export function useReturnFocus(active: Element | null = document.activeElement) {
  const [opener] = useState(() => findOpener(active));
  useEffect(() => {
    last = opener;
    return () => {
      const bringBack = () => {
        clearTimeout(timer);
        window.removeEventListener('keydown', bringBack, true);
        if (document.activeElement !== document.body) return;
        const place = opener?.isConnected ? opener : currentRow();
        place?.focus({ preventScroll: true });
      };
      const timer = setTimeout(bringBack, LEAVING_MS);
      window.addEventListener('keydown', bringBack, true);
    };
  }, [opener]);
}

/** What outlasts the dialog: a menu goes when something is chosen in it, and one dialog gives way to another. */
function findOpener(active: Element | null): HTMLElement | null {
  if (active?.closest('[role="dialog"]')) return last;
  const menu = active?.closest('[role="menu"]');
  if (menu) return document.getElementById(menu.getAttribute('aria-labelledby') ?? '');
  return active instanceof HTMLElement ? active : null;
}
