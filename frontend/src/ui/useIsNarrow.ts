import { useMediaQuery } from '@mantine/hooks';

/** Whether a table has no room for its columns; the style sheets say the same. */
export function useIsNarrow(): boolean {
  return useMediaQuery('(width < 48em)', false, { getInitialValueInEffect: false });
}
