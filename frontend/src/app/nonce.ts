import { setNonce } from 'get-nonce';

/**
 * The word by which the server lets this answer's styles in; see the Content-Security-Policy. Vite puts the
 * element into the page, and the server the word into the element.
 */
export const nonce =
  document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';

// Dialogs that hold the page still write a style, too, and ask get-nonce.
setNonce(nonce);
