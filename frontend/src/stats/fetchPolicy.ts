/** What is known is shown at once, and asked for again: others have gone on meanwhile. */
export const fetchPolicy = 'cache-and-network';
