import { useState } from 'react';

interface First<Value> {
  readonly of: unknown;
  readonly value: Value;
  /** Counts them: an equal value is another one. */
  readonly turn: number;
}

/**
 * The first value that there was for something: what is read out about it, however often the value changes afterwards.
 */
export function useFirst<Value>(of: unknown, value: Value | undefined): First<Value> | undefined {
  const [first, setFirst] = useState<First<Value>>();
  if (value !== undefined && first?.of !== of) {
    setFirst({ of, value, turn: (first?.turn ?? 0) + 1 });
  }
  return first;
}
