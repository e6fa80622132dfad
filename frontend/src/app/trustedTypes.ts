/**
 * The Content-Security-Policy lets a text become HTML only by this policy, and it lets no tag through. What
 * comes this way are Mantine's style sheets, which React writes into their elements as if they were HTML.
 */
window.trustedTypes?.createPolicy('default', {
  createHTML: (text) => {
    if (/<[a-z/!?]/i.test(text)) throw new Error('HTML was to be made of a text.');
    return text;
  },
});
