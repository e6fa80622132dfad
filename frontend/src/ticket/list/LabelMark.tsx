import type { TicketCategory, TicketPriority, TicketStatus } from '../../graphql.generated';
import { CategoryMark } from '../CategoryMark';
import { PriorityMark } from '../PriorityMark';
import { StatusMark } from '../StatusMark';
import type { LabelField } from '../view';

/** The mark of any label that has one; its name stands beside it. */
export function LabelMark({ field, label }: { field: LabelField; label: string }) {
  switch (field) {
    case 'category':
      return <CategoryMark category={label as TicketCategory} />;
    case 'priority':
      return <PriorityMark priority={label as TicketPriority} />;
    case 'status':
      return <StatusMark status={label as TicketStatus} />;
    case 'triage':
      return null;
  }
}
