import { ApolloClient, ApolloLink, HttpLink, InMemoryCache } from '@apollo/client';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { OperationTypeNode } from 'graphql';
import { socket } from './connection';
import { requestIds } from './requestIds';

/** A new client with nothing in its cache. Tests make their own. */
export function createClient(): ApolloClient {
  return new ApolloClient({
    link: ApolloLink.split(
      ({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION,
      new GraphQLWsLink(socket),
      requestIds.concat(new HttpLink({ uri: '/graphql' })),
    ),
    cache: createCache(),
    dataMasking: true,
  });
}

export function createCache(): InMemoryCache {
  return new InMemoryCache({
    typePolicies: {
      Query: {
        fields: {
          // A ticket that a list has brought need not be asked for again to be shown.
          ticket: (existing, { args, toReference }) =>
            existing === undefined ? toReference({ __typename: 'Ticket', id: args?.id }) : existing,
        },
      },
      TicketStats: { merge: true },
      ClassificationStats: { merge: true },
    },
  });
}

export const client = createClient();
