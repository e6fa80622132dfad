import { useApolloClient } from '@apollo/client/react';
import { useThrottledCallback } from '@mantine/hooks';
import { useEffect, useRef } from 'react';
import { follow } from '../api/follow';
import type { TicketFilter } from '../graphql.generated';
import { StatsChangedDocument } from './StatsChanged.generated';

const PAUSE_MS = 2_000;
/** After a failure the numbers are asked for again, though nothing more may change. */
const RETRY_MS = 10_000;

/** Asks for the numbers anew when tickets change, at most once in two seconds, and not while nobody sees them. */
export function useLiveStats(filter: TicketFilter) {
  const client = useApolloClient();
  const missed = useRef(false);
  const again = useRef<ReturnType<typeof setTimeout>>(undefined);
  const refetch = useThrottledCallback(() => {
    clearTimeout(again.current);
    missed.current = document.hidden;
    if (document.hidden) return;
    client.refetchQueries({ include: 'active' }).catch(() => {
      // Each panel tells of the error that its own query ends with.
      clearTimeout(again.current);
      again.current = setTimeout(refetch, RETRY_MS);
    });
  }, PAUSE_MS);
  useEffect(() => () => clearTimeout(again.current), []);
  useEffect(
    () => follow(client, { query: StatsChangedDocument, variables: { filter } }, refetch, refetch),
    [client, filter, refetch],
  );
  useEffect(() => {
    const catchUp = () => missed.current && refetch();
    document.addEventListener('visibilitychange', catchUp);
    return () => document.removeEventListener('visibilitychange', catchUp);
  }, [refetch]);
}
