import { useApolloClient } from '@apollo/client/react';
import { useEffect } from 'react';
import { follow } from '../../api/follow';
import { onOwnChange } from '../change/own';
import type { TicketList } from './list';
import { TicketChangedDocument } from './TicketChanged.generated';

/** Keeps a list up to date with what others do, and with what the person does. */
export function useLiveList(list: TicketList) {
  const client = useApolloClient();
  useEffect(() => {
    const { filter, searching } = list;
    return follow(
      client,
      { query: TicketChangedDocument, variables: { filter, searching } },
      ({ ticketChanged }) => list.consider(ticketChanged),
      () => void list.refresh(),
    );
  }, [client, list]);
  useEffect(
    () => onOwnChange((ticket) => list.consider({ kind: 'UPDATED', ticketId: ticket.id, ticket })),
    [list],
  );
}
