import { useApolloClient } from '@apollo/client/react';
import { useEffect, useState } from 'react';
import { follow } from '../../api/follow';
import { isOwn, whenSettled } from '../change/own';
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
    let isAsking = false;
    let isOutdated = false;
    const refetch = async () => {
      isOutdated = true;
      if (isAsking) return;
      isAsking = true;
      while (isOutdated) {
        isOutdated = false;
        const asked = client.query({
          query: TicketPageDocument,
          variables: { id },
          fetchPolicy: 'network-only',
          // An answer that is under way may be older than the change.
          context: { queryDeduplication: false },
        });
        // What fails here is tried again with the next change, or when the connection is back.
        await asked.catch(() => {});
      }
      isAsking = false;
    };
    /** The answer to a change of our own may still be under way, and has what others did before it. */
    const refetchUnlessOwn = async (version: number) => {
      await whenSettled(id);
      if (!isOwn(id, version)) await refetch();
    };
    return follow(
      client,
      // Versions of tickets without what belongs to them would make old texts look new.
      { query: TicketFollowedDocument, fetchPolicy: 'no-cache' },
      ({ ticketChanged: { kind, ticketId, ticket } }) => {
        if (ticketId !== id) return;
        if (kind === 'DELETED') setDeleted(true);
        else if (ticket) void refetchUnlessOwn(ticket.version);
      },
      () => void refetch(),
    );
  }, [client, id]);
  return deleted;
}
