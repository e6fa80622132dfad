/** The filters of an address, which are those of the list: `priority=critical,high&q=refund`. */
import type { TicketFilter } from '../graphql.generated';
import { CATEGORIES, PRIORITIES, STATUSES, TRIAGES } from '../ticket/labels';

function labels<Label extends string>(
  address: URLSearchParams,
  name: string,
  all: readonly Label[],
) {
  const named = address.getAll(name).flatMap((value) => value.split(','));
  const chosen = all.filter((label) => named.includes(label.toLowerCase()));
  return chosen.length > 0 ? chosen : undefined;
}

export function filterOf(address: URLSearchParams): TicketFilter {
  return {
    category: labels(address, 'category', CATEGORIES),
    priority: labels(address, 'priority', PRIORITIES),
    status: labels(address, 'status', STATUSES),
    triage: labels(address, 'triage', TRIAGES),
    search: address.get('q')?.trim() || undefined,
  };
}
