import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { GraphiQL } from 'graphiql';
import { examples } from './examples';

// The API knows neither @defer nor @stream, so there is no multipart answer to ask for.
const fetcher = createGraphiQLFetcher({ url: '/graphql', enableIncrementalDelivery: false });

export function Playground() {
  return (
    <GraphiQL fetcher={fetcher} defaultTabs={examples} defaultEditorToolsVisibility="variables">
      <GraphiQL.Logo>Frontdesk playground</GraphiQL.Logo>
    </GraphiQL>
  );
}
