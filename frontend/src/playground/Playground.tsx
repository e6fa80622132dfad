import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { GraphiQL } from 'graphiql';
import { createClient } from 'graphql-ws';
import { examples } from './examples';

const endpoint = new URL('/graphql', window.location.href);
const socket = new URL(endpoint);
socket.protocol = endpoint.protocol.replace('http', 'ws');

const fetcher = createGraphiQLFetcher({
  url: endpoint.href,
  wsClient: createClient({ url: socket.href }),
  // The API knows neither @defer nor @stream, so there is no multipart answer to ask for.
  enableIncrementalDelivery: false,
});

export function Playground() {
  return (
    <GraphiQL fetcher={fetcher} defaultTabs={examples} defaultEditorToolsVisibility="variables">
      <GraphiQL.Logo>
        <a href="/">Frontdesk</a> playground
      </GraphiQL.Logo>
    </GraphiQL>
  );
}
