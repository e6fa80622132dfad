/**
 * Monaco makes style elements as it runs and knows nothing of nonces, without which the
 * Content-Security-Policy keeps them out. So each gets the nonce as it is made.
 */
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';

const createElement = document.createElement.bind(document);
document.createElement = (name: string, options?: ElementCreationOptions) => {
  const element = createElement(name, options);
  if (element instanceof HTMLStyleElement) element.nonce = nonce;
  return element;
};
