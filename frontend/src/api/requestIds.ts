import { ApolloLink, CombinedGraphQLErrors, ServerError } from '@apollo/client';
import { catchError, map, throwError } from 'rxjs';
import { randomId } from '../randomId';

const ids = new WeakMap<object, string>();

/**
 * Gives every request an id, under which it is found in the server's log, and keeps it with whatever
 * goes wrong.
 */
export const requestIds = new ApolloLink((operation, forward) => {
  const id = randomId();
  operation.setContext(({ headers }) => ({ headers: { ...headers, 'x-request-id': id } }));
  return forward(operation).pipe(
    map((result) => {
      for (const error of result.errors ?? []) ids.set(error, id);
      return result;
    }),
    catchError((error: unknown) => {
      // Without an answer there is nothing in the server's log.
      if (ServerError.is(error)) ids.set(error, id);
      return throwError(() => error);
    }),
  );
});

/** The id of the request that an error came from, as the server's log has it. */
export function requestIdOf(error: object): string | undefined {
  const cause = CombinedGraphQLErrors.is(error) ? error.errors[0] : error;
  return cause && ids.get(cause);
}
