// Must stay first, before anything that makes a style.
import './styleNonce';
import './trustedTypes';
// It tells Monaco where its workers are, before GraphiQL loads Monaco.
import './monacoEnvironment';
import 'graphiql/style.css';
import './playground.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Playground } from './Playground';

const container = document.getElementById('playground');
if (!container) throw new Error('The page has no element #playground.');

createRoot(container).render(
  <StrictMode>
    <Playground />
  </StrictMode>,
);
