import type { FragmentType } from '@apollo/client';
import { useApolloClient, useFragment } from '@apollo/client/react';
import { useState } from 'react';
import { strings } from '../../strings';
import { useKeys } from '../../ui/keys';
import { CategoryMark } from '../CategoryMark';
import { patchTickets } from '../change/changeTickets';
import type { Patch } from '../change/edit';
import type { ChangeableLabel } from '../list/LabelMenu';
import { PriorityMark } from '../PriorityMark';
import { StatusMark } from '../StatusMark';
import { LabelButton } from './LabelButton';
import { Labels_TicketFragmentDoc } from './Labels.generated';
import classes from './TicketView.module.css';

const { labels } = strings;

interface Props {
  readonly ticket: FragmentType<typeof Labels_TicketFragmentDoc>;
  /** Whether it is gone: then nothing of it can be changed. */
  readonly isDeleted: boolean;
}

/** Status, priority and category. */
export function Labels({ ticket, isDeleted }: Props) {
  const { data, complete } = useFragment({ fragment: Labels_TicketFragmentDoc, from: ticket });
  const client = useApolloClient();
  const [open, setOpen] = useState<ChangeableLabel>();
  useKeys(isDeleted ? {} : { p: () => setOpen('priority'), s: () => setOpen('status') });
  if (!complete) return null;
  const { id, status, priority, category } = data;

  const menu = (field: ChangeableLabel) => ({
    field,
    isDeleted,
    opened: open === field && !isDeleted,
    onOpenedChange: (opened: boolean) => setOpen(opened ? field : undefined),
    onChoose: (patch: Patch) => void patchTickets(client, [id], patch),
  });

  return (
    <dl className={classes.labels}>
      <LabelButton
        {...menu('status')}
        value={status}
        word={labels.status[status]}
        mark={<StatusMark status={status} />}
      />
      <LabelButton
        {...menu('priority')}
        value={priority}
        word={labels.priority[priority]}
        mark={<PriorityMark priority={priority} />}
      />
      <LabelButton
        {...menu('category')}
        value={category}
        word={labels.category[category]}
        mark={<CategoryMark category={category} />}
      />
    </dl>
  );
}
