import type { FragmentType } from '@apollo/client';
import { useFragment } from '@apollo/client/react';
import { VisuallyHidden } from '@mantine/core';
import { useState } from 'react';
import { strings } from '../../strings';
import { isOwn } from '../change/own';
import { changesInWords } from '../change/words';
import { OthersChange_TicketFragmentDoc } from './OthersChange.generated';

interface Props {
  readonly ticket: FragmentType<typeof OthersChange_TicketFragmentDoc>;
}

/** Reads out what somebody else has changed while the ticket is looked at; for the eye it changes in its place. */
export function OthersChange({ ticket }: Props) {
  const { data, complete } = useFragment({
    fragment: OthersChange_TicketFragmentDoc,
    from: ticket,
  });
  const version = complete ? data.version : undefined;
  const [heard, setHeard] = useState({ version, message: '' });
  if (complete && version !== heard.version) {
    const isNews = heard.version !== undefined && !isOwn(data.id, data.version);
    const what = changesInWords(data.history.at(-1)?.changes ?? []);
    setHeard({ version, message: isNews ? strings.ticket.changedByOthers(what) : '' });
  }
  return <VisuallyHidden role="status">{heard.message}</VisuallyHidden>;
}
