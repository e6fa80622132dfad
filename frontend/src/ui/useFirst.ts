import { useState } from 'react';

/**
 * The first value that there was for something: what is read out about it, however often the value changes afterwards.
 */
export function useFirst<Value>(of: unknown, value: Value | undefined): Value | undefined {
  const [first, setFirst] = useState<{ readonly of: unknown; readonly value: Value }>();
  if (value !== undefined && first?.of !== of) setFirst({ of, value });
  return first?.value;
}
