export function TicketListPage() {
  return <p>TicketListPage</p>;
}
