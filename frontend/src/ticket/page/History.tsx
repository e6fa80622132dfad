import type { FragmentType } from '@apollo/client';
import { useFragment } from '@apollo/client/react';
import { Button, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { formatNumber } from '../../format';
import { strings } from '../../strings';
import { ChangeInWords } from '../change/ChangeInWords';
import { Age } from './Age';
import { type History_TicketFragment, History_TicketFragmentDoc } from './History.generated';
import classes from './History.module.css';

const words = strings.ticket.history;
/** A ticket that was changed more often shows the rest when it is asked for. */
const SHOWN = 20;

type Event = History_TicketFragment['history'][number];

interface Props {
  readonly ticket: FragmentType<typeof History_TicketFragmentDoc>;
}

/** What happened to the ticket, the newest first. */
export function History({ ticket }: Props) {
  const { data, complete } = useFragment({ fragment: History_TicketFragmentDoc, from: ticket });
  const [all, setAll] = useState(false);
  if (!complete) return null;
  const events = data.history.toReversed();
  return (
    <Stack component="section" gap="xs" className={classes.history} aria-label={words.title}>
      <Title order={2} size="h3">
        {words.title}
      </Title>
      <ol className={classes.events} reversed>
        {events.slice(0, all ? undefined : SHOWN).map((event) => (
          <li key={event.id} className={classes.event}>
            <div className={classes.what}>
              <What {...event} />
            </div>
            <Text component="span" size="xs" c="dimmed" className={classes.when}>
              <Age instant={event.createdAt} />
            </Text>
          </li>
        ))}
      </ol>
      {!all && events.length > SHOWN && (
        <Button variant="default" size="compact-sm" w="max-content" onClick={() => setAll(true)}>
          {words.showAll(formatNumber(events.length))}
        </Button>
      )}
    </Stack>
  );
}

function What({ kind, changes }: Event) {
  if (kind === 'CREATED') return words.created;
  if (kind === 'DELETED') return words.deleted;
  return changes.map((change) =>
    change.field === 'description' ? (
      <details key={change.field}>
        <summary>{words.described}</summary>
        <dl className={classes.texts}>
          <dt>{words.before}</dt>
          <dd className="customers-words">{change.from}</dd>
          <dt>{words.after}</dt>
          <dd className="customers-words">{change.to}</dd>
        </dl>
      </details>
    ) : (
      <div key={change.field} className="customers-words">
        <ChangeInWords {...change} />
      </div>
    ),
  );
}
