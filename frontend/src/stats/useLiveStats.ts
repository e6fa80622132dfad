import { useApolloClient } from '@apollo/client/react';
import { useThrottledCallback } from '@mantine/hooks';
import { useEffect, useRef } from 'react';
import { follow } from '../api/follow';
import type { TicketFilter } from '../graphql.generated';
import { StatsChangedDocument } from './StatsChanged.generated';

const PAUSE_MS = 2_000;

/** Asks for the numbers anew when tickets change, at most once in two seconds, and not while nobody sees them. */
export function useLiveStats(filter: TicketFilter) {
  const client = useApolloClient();
  const missed = useRef(false);
  const refetch = useThrottledCallback(() => {
    missed.current = document.hidden;
    // Each panel shows the error that its own query ends with.
    if (!document.hidden) client.refetchQueries({ include: 'active' }).catch(() => {});
  }, PAUSE_MS);
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
