import { useSyncExternalStore } from 'react';

const FIELD = 'input:not([type="checkbox"], [type="radio"]), textarea, [contenteditable]';

/** Whether the keyboard is in a field, where keys are letters. */
export function useIsWriting(): boolean {
  return useSyncExternalStore(follow, () => document.activeElement?.matches(FIELD) ?? false);
}

function follow(listener: () => void): () => void {
  // From one field to another the keyboard is nowhere for a moment.
  const later = () => setTimeout(listener);
  document.addEventListener('focusin', listener);
  document.addEventListener('focusout', later);
  return () => {
    document.removeEventListener('focusin', listener);
    document.removeEventListener('focusout', later);
  };
}
