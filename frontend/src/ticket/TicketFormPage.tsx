export function TicketFormPage() {
  return <p>TicketFormPage</p>;
}
