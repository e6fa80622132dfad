import './app/trustedTypes';
import './app/styles';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App';
import { sendForPage } from './app/Pages';

const container = document.getElementById('root');
if (!container) throw new Error('The page has no element #root.');

sendForPage(window.location);
createRoot(container).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
