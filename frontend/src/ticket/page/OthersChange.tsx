import type { FragmentType } from '@apollo/client';
import { useFragment } from '@apollo/client/react';
import { VisuallyHidden } from '@mantine/core';
import { strings } from '../../strings';
import { changesInWords } from '../change/inWords';
import { useOthersNews } from '../change/useOthersNews';
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
  const news = useOthersNews(data.id ?? '', complete ? data.version : undefined, (former) => {
    if (!complete) return '';
    // Every change makes the version grow by one.
    const events = data.history.slice(former - data.version);
    return strings.ticket.changedByOthers(changesInWords(events.flatMap((it) => it.changes)));
  });
  return <VisuallyHidden role="status">{news}</VisuallyHidden>;
}
