/** Where a ticket's page is. */
export const ticketPath = (id: string) => `/tickets/${id}`;
