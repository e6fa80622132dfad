import {
  IconMessageCircle,
  IconReceipt,
  IconTool,
  IconUserCircle,
  type TablerIcon,
} from '@tabler/icons-react';
import type { TicketCategory } from '../graphql.generated';

const ICONS: Record<TicketCategory, TablerIcon> = {
  BILLING: IconReceipt,
  TECHNICAL: IconTool,
  ACCOUNT: IconUserCircle,
  GENERAL: IconMessageCircle,
};

/** A category by shape; its name stands beside it or in a label around it. */
export function CategoryMark({ category }: { category: TicketCategory }) {
  const Icon = ICONS[category];
  return <Icon size="1rem" stroke={1.75} aria-hidden />;
}
