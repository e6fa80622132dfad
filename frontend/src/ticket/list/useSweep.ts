import { type RefObject, useEffect } from 'react';
import type { ListState, TicketList } from './list';

const PATIENCE_MS = 2_500;

/** Drops the rows that do not belong to the view any more, once nobody points at the table. */
export function useSweep(
  list: TicketList,
  { changes }: ListState,
  table: RefObject<HTMLElement | null>,
) {
  useEffect(() => {
    if (changes === 0) return;
    const timer = setTimeout(() => {
      if (!table.current?.matches(':hover')) list.sweep();
    }, PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [changes, list, table]);
}
