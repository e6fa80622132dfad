import DOMPurify from 'dompurify';

/**
 * The Content-Security-Policy lets a text become HTML or a script's address only by a policy. Monaco brings
 * its own for the HTML of its lines; this one is for all the rest.
 */
window.trustedTypes?.createPolicy('default', {
  // The schema's descriptions, of whose Markdown GraphiQL makes HTML.
  createHTML: (html) => DOMPurify.sanitize(html),
  // Monaco's workers.
  createScriptURL: (address) => {
    const { origin } = new URL(address, window.location.href);
    if (origin !== window.location.origin) throw new Error(`A script was to come from ${origin}.`);
    return address;
  },
});
