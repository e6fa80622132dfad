import { useEffect, useEffectEvent } from 'react';
import type { ListState, TicketList } from './list';

const PATIENCE_MS = 2_500;

/**
 * Drops the rows that do not belong to the view any more, once nobody points at the table: when the pointer leaves it,
 * or after a while. The row that the keyboard is at waits for the keyboard to go on.
 */
export function useSweep(
  list: TicketList,
  { changes }: ListState,
  isPointedAt: () => boolean,
  current: string | undefined,
) {
  const sweep = () => {
    // A finger leaves the focus behind where it pressed.
    const place = document.querySelector(':focus-visible');
    const focused = place?.closest<HTMLElement>('[data-id]')?.dataset.id;
    list.sweep(focused === current ? current : undefined);
  };
  const sweepLater = useEffectEvent(() => {
    if (!isPointedAt()) sweep();
    return list.isSwept();
  });
  useEffect(() => {
    if (changes === 0) return;
    const timer = setInterval(() => {
      if (sweepLater()) clearInterval(timer);
    }, PATIENCE_MS);
    return () => clearInterval(timer);
  }, [changes]);
  return sweep;
}
