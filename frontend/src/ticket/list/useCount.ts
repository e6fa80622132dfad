import { useQuery } from '@apollo/client/react';
import { useThrottledCallback } from '@mantine/hooks';
import { useEffect } from 'react';
import type { ListState, TicketList } from './list';
import { TicketCountDocument } from './TicketCount.generated';

/** Many things may happen at once, and the number need not be new more often. */
const AT_MOST_EVERY_MS = 1_000;

interface Counted {
  /** While a new number is awaited, the former one. */
  readonly count: number | undefined;
  readonly isAwaited: boolean;
}

/** How many tickets match. Asked for once the rows are there, since rows shall not wait for it. */
export function useCount({ filter }: TicketList, { isLoaded, changes }: ListState): Counted {
  const { data, previousData, refetch } = useQuery(TicketCountDocument, {
    variables: { filter },
    skip: !isLoaded,
    fetchPolicy: 'network-only',
  });

  const countAnew = useThrottledCallback(() => {
    // Offline there is no new number; the list says why.
    refetch().catch(() => undefined);
  }, AT_MOST_EVERY_MS);
  useEffect(() => {
    if (changes > 0) countAnew();
  }, [changes, countAnew]);

  const count = (data ?? previousData)?.tickets.totalCount;
  return { count, isAwaited: data === undefined };
}
