import { useState } from 'react';

/** A row that the keyboard is to be brought to; a new object each time. */
export interface FocusRequest {
  readonly id: string;
}

/** The row that keys are about. When it goes, the next one takes its place. */
export function useCurrent(ids: readonly string[]) {
  const [current, setCurrent] = useState<string>();
  const [focusRequest, setFocusRequest] = useState<FocusRequest>();
  const [before, setBefore] = useState(ids);
  if (before !== ids) {
    setBefore(ids);
    if (current !== undefined && !ids.includes(current)) {
      const next = nearest(before, ids, current);
      setCurrent(next);
      // The keyboard was there and has no place now.
      const hadFocus = document.activeElement?.id === `ticket-${current}`;
      if (next !== undefined && hadFocus) setFocusRequest({ id: next });
    }
  }
  return {
    current,
    focusRequest,
    setCurrent,
    focus(id: string) {
      setCurrent(id);
      setFocusRequest({ id });
    },
  };
}

function nearest(before: readonly string[], ids: readonly string[], id: string) {
  const there = new Set(ids);
  const place = before.indexOf(id);
  return (
    before.slice(place + 1).find((other) => there.has(other)) ??
    before.slice(0, Math.max(0, place)).findLast((other) => there.has(other))
  );
}
