export function TicketPage() {
  return <p>TicketPage</p>;
}
