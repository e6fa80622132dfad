import { ApolloProvider } from '@apollo/client/react';
import { MantineProvider } from '@mantine/core';
import { Suspense } from 'react';
import { BrowserRouter } from 'react-router';
import { client } from '../api/apollo';
import { lazyPart } from '../ui/lazyPart';
import { ErrorBoundary } from './ErrorBoundary';
import { nonce } from './nonce';
import { Pages } from './Pages';
import { theme, variables } from './theme';

const Notices = lazyPart(async () => (await import('./Notices')).Notices);

export function App() {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={variables}
      defaultColorScheme="auto"
      getStyleNonce={() => nonce}
    >
      <ApolloProvider client={client}>
        <BrowserRouter>
          <ErrorBoundary>
            <Pages />
          </ErrorBoundary>
          <Suspense>
            <Notices />
          </Suspense>
        </BrowserRouter>
      </ApolloProvider>
    </MantineProvider>
  );
}
