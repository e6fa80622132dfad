import '@mantine/core/styles/Alert.css';
import { useQuery } from '@apollo/client/react';
import { Alert } from '@mantine/core';
import { useState } from 'react';
import { useParams } from 'react-router';
import { strings } from '../strings';
import { ErrorPanel } from '../ui/ErrorPanel';
import { useTitle } from '../ui/useTitle';
import { useGone } from './change/deletion';
import { History } from './page/History';
import { Labels } from './page/Labels';
import { OthersChange } from './page/OthersChange';
import { SuggestionPanel } from './page/SuggestionPanel';
import { Texts } from './page/Texts';
import { TicketBar } from './page/TicketBar';
import { TicketNotice } from './page/TicketNotice';
import { TicketSkeleton } from './page/TicketSkeleton';
import classes from './page/TicketView.module.css';
import { useFollow } from './page/useFollow';
import { useWayKeys } from './page/useWayKeys';
import { TicketPageDocument } from './TicketPage.generated';

const { name, titled, notFound, deleted, properties } = strings.ticket;

export function TicketPage() {
  const { id = '' } = useParams();
  useWayKeys();
  // Each ticket has a page of its own: nothing of one is carried over to the next.
  return <OneTicket key={id} id={id} />;
}

function OneTicket({ id }: { id: string }) {
  const { data, error, refetch } = useQuery(TicketPageDocument, {
    variables: { id },
    fetchPolicy: 'cache-and-network',
  });
  const deletedByOthers = useFollow(id);
  const isGone = useGone().has(id);
  /** The ticket as it was seen last: what somebody writes in it does not go with it. */
  const [seen, setSeen] = useState(data?.ticket ?? undefined);
  if (data?.ticket && data.ticket !== seen) setSeen(data.ticket);
  const ticket = isGone ? undefined : (data?.ticket ?? seen);
  const isDeleted = deletedByOthers || (seen !== undefined && data?.ticket === null);
  const isMissing = isGone || (data?.ticket === null && ticket === undefined);
  const missing = isGone ? deleted : notFound;
  useTitle(isMissing ? missing.title : ticket ? titled(id, ticket.title) : name(id));

  if (isMissing)
    return <TicketNotice title={missing.title} description={missing.description(id)} />;
  if (ticket) {
    return (
      <article className={classes.view}>
        <header className={classes.header}>
          <TicketBar id={id} isDeleted={isDeleted} />
          {isDeleted && (
            <Alert color="orange" role="status">
              {deleted.notice}
            </Alert>
          )}
        </header>
        <Texts ticket={ticket} isDeleted={isDeleted} />
        <aside className={classes.aside} aria-label={properties}>
          <Labels ticket={ticket} isDeleted={isDeleted} />
          <SuggestionPanel ticket={ticket} isDeleted={isDeleted} />
        </aside>
        <History ticket={ticket} />
        <OthersChange ticket={ticket} />
      </article>
    );
  }
  if (error) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  return <TicketSkeleton />;
}
