import type { ApolloClient, OperationVariables } from '@apollo/client';
import { isConnected, onConnected } from './connection';

/** A server that has just ended a subscription is not asked for another at once. */
const PAUSE_MS = 1_000;
/** The server may begin to tell us a moment after it was asked to, and after it answers a query. */
const SETTLING_MS = 1_000;

/**
 * Follows a subscription for as long as it is wanted. The server ends it for whoever falls behind, and when it is
 * stopped: then it begins again. Each time that changes come to be heard, `catchUp` is called, since anything may have
 * happened from what was read before until then. Answers how to stop.
 */
export function follow<Data, Variables extends OperationVariables>(
  client: ApolloClient,
  options: ApolloClient.SubscribeOptions<Data, Variables>,
  hear: (data: NonNullable<ApolloClient.SubscribeResult<Data>['data']>) => void,
  catchUp: () => void,
): () => void {
  let again: ReturnType<typeof setTimeout> | undefined;
  let settling: ReturnType<typeof setTimeout> | undefined;

  const settle = () => {
    clearTimeout(settling);
    // Otherwise it settles when the connection is there.
    if (isConnected()) settling = setTimeout(catchUp, SETTLING_MS);
  };
  const begin = () => {
    settle();
    return client.subscribe(options).subscribe({
      next: ({ data }) => data && hear(data as Data & {}),
      // An error ends it, too.
      complete: () => {
        again = setTimeout(() => {
          subscription = begin();
        }, PAUSE_MS);
      },
    });
  };

  let subscription = begin();
  const stopWaiting = onConnected(settle);
  return () => {
    subscription.unsubscribe();
    clearTimeout(again);
    clearTimeout(settling);
    stopWaiting();
  };
}
