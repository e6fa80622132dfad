import { useFragment } from '@apollo/client/react';
import { VisuallyHidden } from '@mantine/core';
import { strings } from '../../strings';
import { useOthersNews } from '../change/useOthersNews';
import { CurrentChange_TicketFragmentDoc } from './CurrentChange.generated';
import { factsOf } from './factsOf';

const { row } = strings.list;

interface Props {
  readonly id: string;
  readonly isDeleted: boolean;
  readonly isLeft: boolean;
}

/** Reads out what somebody else has made of the ticket in whose row the keyboard is. */
export function CurrentChange({ id, isDeleted, isLeft }: Props) {
  const { data, complete } = useFragment({
    fragment: CurrentChange_TicketFragmentDoc,
    from: { __typename: 'Ticket', id },
  });
  const news = useOthersNews(id, complete ? data.version : undefined, () =>
    complete ? row.changedByOthers(data.title, factsOf(data)) : '',
  );
  const gone = isDeleted ? row.deleted : row.left;
  return (
    <VisuallyHidden role="status">
      {isLeft ? row.leftByOthers(strings.ticket.number(id), gone) : news}
    </VisuallyHidden>
  );
}
