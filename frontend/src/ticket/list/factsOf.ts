import { strings } from '../../strings';
import type { PlacedTicket } from './membership';

const { labels } = strings;

/** What there is to a ticket besides its title, to be read out. */
export function factsOf(
  {
    id,
    priority,
    category,
    status,
    triage,
  }: Pick<PlacedTicket, 'id' | 'priority' | 'category' | 'status' | 'triage'>,
  isSelected = false,
): string {
  const facts = [
    strings.ticket.number(id),
    labels.priority[priority],
    labels.category[category],
    labels.status[status],
  ];
  return strings.list.row.facts(facts, triage === 'UNCONFIRMED', isSelected);
}
