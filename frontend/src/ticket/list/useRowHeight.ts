import { useMediaQuery } from '@mantine/hooks';
import { useIsNarrow } from '../../ui/useIsNarrow';
import { useRem } from '../../ui/useRem';

const ROW_REM = { fine: 2.25, coarse: 2.8125 };
/** Where a table has no room for its columns, a row is a card of two lines. */
const CARD_REM = { fine: 3.75, coarse: 5.5 };

/** How high a row of the table is, in pixels; the style sheets say the same. A finger needs more room than a mouse. */
export function useRowHeight(): number {
  const isCoarse = useMediaQuery('(pointer: coarse)', false, { getInitialValueInEffect: false });
  const rem = useIsNarrow() ? CARD_REM : ROW_REM;
  return useRem() * rem[isCoarse ? 'coarse' : 'fine'];
}
