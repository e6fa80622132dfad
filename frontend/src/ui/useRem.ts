import { useSyncExternalStore } from 'react';

/** Pixels in a rem: people set their text larger, and rows grow with it. */
export function useRem(): number {
  return useSyncExternalStore(follow, rem);
}

function follow(listener: () => void): () => void {
  window.addEventListener('resize', listener);
  return () => window.removeEventListener('resize', listener);
}

// Where nothing is laid out there is no size.
const rem = () => Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
