import { ApolloProvider } from '@apollo/client/react';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { BrowserRouter } from 'react-router';
import { client } from './apollo';
import { ErrorBoundary } from './ErrorBoundary';
import { nonce } from './nonce';
import { Pages } from './Pages';
import { theme, variables } from './theme';

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
          <Notifications position="bottom-left" limit={4} />
          <ErrorBoundary>
            <Pages />
          </ErrorBoundary>
        </BrowserRouter>
      </ApolloProvider>
    </MantineProvider>
  );
}
