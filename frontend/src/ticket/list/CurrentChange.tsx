import { useFragment } from '@apollo/client/react';
import { VisuallyHidden } from '@mantine/core';
import { useState } from 'react';
import { strings } from '../../strings';
import { isOwn } from '../change/own';
import { CurrentChange_TicketFragmentDoc } from './CurrentChange.generated';
import { factsOf } from './factsOf';

const { row } = strings.list;

interface Props {
  readonly id: string;
  readonly isGone: boolean;
}

/** Reads out what somebody else has made of the ticket in whose row the keyboard is. */
export function CurrentChange({ id, isGone }: Props) {
  const { data, complete } = useFragment({
    fragment: CurrentChange_TicketFragmentDoc,
    from: { __typename: 'Ticket', id },
  });
  const version = complete ? data.version : undefined;
  const [heard, setHeard] = useState({ version, message: '' });
  if (complete && version !== heard.version) {
    const isNews = heard.version !== undefined && !isOwn(id, data.version);
    setHeard({ version, message: isNews ? row.changedByOthers(factsOf(data)) : '' });
  }
  return (
    <VisuallyHidden role="status">
      {isGone ? row.leftByOthers(strings.ticket.number(id)) : heard.message}
    </VisuallyHidden>
  );
}
