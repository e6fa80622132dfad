/** The element that the keyboard is at when it is at a row. */
export const linkOf = (id: string) => `ticket-${id}`;
