import type { ApolloClient, OperationVariables } from '@apollo/client';
import { onReconnect } from './connection';

/** A server that has just ended a subscription is not asked for another at once. */
const PAUSE_MS = 1_000;
/** The server may begin to tell us a moment after it was asked to, and after it answers a query. */
const SETTLING_MS = 1_000;

/**
 * Follows a subscription for as long as it is wanted. The server ends it for whoever falls behind, and when it is
 * stopped: then it begins again. Whenever there was a gap, `catchUp` is called once changes are heard again, since
 * anything may have happened meanwhile. Answers how to stop.
 */
export function follow<Data, Variables extends OperationVariables>(
  client: ApolloClient,
  options: ApolloClient.SubscribeOptions<Data, Variables>,
  hear: (data: NonNullable<ApolloClient.SubscribeResult<Data>['data']>) => void,
  catchUp: () => void,
): () => void {
  let again: ReturnType<typeof setTimeout> | undefined;
  let settling: ReturnType<typeof setTimeout> | undefined;

  const begin = () =>
    client.subscribe(options).subscribe({
      next: ({ data }) => data && hear(data as Data & {}),
      // An error ends it, too.
      complete: () => {
        again = setTimeout(() => {
          subscription = begin();
          settle();
        }, PAUSE_MS);
      },
    });
  const settle = () => {
    clearTimeout(settling);
    settling = setTimeout(catchUp, SETTLING_MS);
  };

  let subscription = begin();
  const stopWaiting = onReconnect(settle);
  return () => {
    subscription.unsubscribe();
    clearTimeout(again);
    clearTimeout(settling);
    stopWaiting();
  };
}
