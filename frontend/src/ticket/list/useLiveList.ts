import { useApolloClient } from '@apollo/client/react';
import { useEffect } from 'react';
import { onReconnect } from '../../app/connection';
import { onOwnChange } from '../change/own';
import type { TicketList } from './list';
import { TicketChangedDocument } from './TicketChanged.generated';

/** After a gap, the server may begin to tell us a moment after it answers a query. */
const SETTLING_MS = 1_000;

/** Keeps a list up to date with what others do, and with what the person does. */
export function useLiveList(list: TicketList) {
  const client = useApolloClient();
  useEffect(() => {
    let stop = follow();
    function follow() {
      const subscription = client
        .subscribe({
          query: TicketChangedDocument,
          variables: { filter: list.filter, searching: list.searching },
        })
        .subscribe(({ data, error }) => {
          if (data) list.consider(data.ticketChanged);
          // The server has ended the subscription: we were too far behind.
          if (error) {
            const again = setTimeout(() => {
              stop = follow();
              void list.refresh();
            }, SETTLING_MS);
            stop = () => clearTimeout(again);
          }
        });
      return () => subscription.unsubscribe();
    }

    let settling: ReturnType<typeof setTimeout> | undefined;
    const stopWaiting = onReconnect(() => {
      clearTimeout(settling);
      settling = setTimeout(() => void list.refresh(), SETTLING_MS);
    });
    const stopListening = onOwnChange((ticket) => {
      list.consider({ kind: 'UPDATED', ticketId: ticket.id, ticket });
    });
    return () => {
      stop();
      clearTimeout(settling);
      stopWaiting();
      stopListening();
    };
  }, [client, list]);
}
