import { useApolloClient } from '@apollo/client/react';
import { useEffect, useState } from 'react';
import { follow } from '../../api/follow';
import { isOwn } from '../change/own';
import { TicketPageDocument } from '../TicketPage.generated';
import { TicketFollowedDocument } from './TicketFollowed.generated';

/**
 * Keeps a ticket as others leave it. Answers whether one of them has deleted it. There is no subscription to a
 * single ticket, so the numbers of all that change come in, and no more of them.
 */
export function useFollow(id: string): boolean {
  const client = useApolloClient();
  const [deleted, setDeleted] = useState(false);
  useEffect(() => {
    const refetch = () => {
      // What fails here is tried again with the next change, or when the connection is back.
      client.refetchQueries({ include: [TicketPageDocument] }).catch(() => {});
    };
    return follow(
      client,
      // Versions of tickets without what belongs to them would make old texts look new.
      { query: TicketFollowedDocument, fetchPolicy: 'no-cache' },
      ({ ticketChanged: { kind, ticketId, ticket } }) => {
        if (ticketId !== id) return;
        if (kind === 'DELETED') setDeleted(true);
        else if (ticket && !isOwn(id, ticket.version)) refetch();
      },
      refetch,
    );
  }, [client, id]);
  return deleted;
}
