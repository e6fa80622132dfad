import { useApolloClient, useSubscription } from '@apollo/client/react';
import { useCallback, useEffect, useState } from 'react';
import { onReconnect } from '../../app/connection';
import { isOwn } from '../change/own';
import { TicketPageDocument } from '../TicketPage.generated';
import { TicketFollowedDocument } from './TicketFollowed.generated';

const PAUSE_MS = 2_000;

/**
 * Keeps a ticket as others leave it. Answers whether one of them has deleted it. There is no subscription to a
 * single ticket, so the numbers of all that change come in, and no more of them.
 */
export function useFollow(id: string): boolean {
  const client = useApolloClient();
  const [deleted, setDeleted] = useState(false);
  const refetch = useCallback(() => {
    // What fails here is tried again with the next change, or when the connection is back.
    client.refetchQueries({ include: [TicketPageDocument] }).catch(() => {});
  }, [client]);
  const { restart } = useSubscription(TicketFollowedDocument, {
    // Versions of tickets without what belongs to them would make old texts look new.
    fetchPolicy: 'no-cache',
    ignoreResults: true,
    onData: ({ data: { data } }) => {
      if (data?.ticketChanged.ticketId !== id) return;
      const { kind, ticket } = data.ticketChanged;
      if (kind === 'DELETED') setDeleted(true);
      else if (ticket && !isOwn(id, ticket.version)) refetch();
    },
    // The server ends the subscription of whoever falls behind: then anything may have happened.
    onError: () => {
      setTimeout(restart, PAUSE_MS);
      refetch();
    },
  });
  useEffect(() => onReconnect(refetch), [refetch]);
  return deleted;
}
