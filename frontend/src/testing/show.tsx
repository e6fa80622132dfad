import './browser';
import { readFileSync } from 'node:fs';
import { ApolloClient, ApolloLink } from '@apollo/client';
import { ApolloProvider } from '@apollo/client/react';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { render } from '@testing-library/react';
import { buildSchema, type DocumentNode, execute, OperationTypeNode, validate } from 'graphql';
import { type ReactNode, Suspense } from 'react';
import { MemoryRouter } from 'react-router';
import { from, NEVER } from 'rxjs';
import { createCache } from '../api/apollo';
import { theme } from '../app/theme';

const schema = buildSchema(readFileSync('../schema.graphql', 'utf8'));

/** What the fields of Query and Mutation answer, by name; it must be what the schema says. */
export type Answers = Record<string, (args: never) => unknown>;

async function answer(document: DocumentNode, variableValues: object, rootValue: Answers) {
  const errors = validate(schema, document);
  if (errors.length > 0) return { errors };
  const result = await execute({
    schema,
    document,
    variableValues: { ...variableValues },
    rootValue,
  });
  // As it comes over the wire.
  return JSON.parse(JSON.stringify(result));
}

/** Shows a page at a path, with a server that is held to `schema.graphql`. */
export function show(page: ReactNode, answers: Answers, path = '/') {
  const client = new ApolloClient({
    // Nothing happens by itself in these tests, so whoever follows changes hears of none.
    link: new ApolloLink(({ operationType, query, variables }) =>
      operationType === OperationTypeNode.SUBSCRIPTION
        ? NEVER
        : from(answer(query, variables, answers)),
    ),
    cache: createCache(),
    dataMasking: true,
  });
  const view = render(
    <MantineProvider theme={theme} env="test">
      <ApolloProvider client={client}>
        <MemoryRouter initialEntries={[path]}>
          <Notifications />
          <Suspense>{page}</Suspense>
        </MemoryRouter>
      </ApolloProvider>
    </MantineProvider>,
  );
  return { client, ...view };
}
