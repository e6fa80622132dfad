import { Anchor, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { use } from 'react';
import { Link, useNavigate } from 'react-router';
import { strings } from '../strings';
import { useTitle } from '../ui/useTitle';
import { offerUndo } from './change/undo';
import type { CreatedTicket } from './form/createTicket';
import { claimArea, type Draft, isEmpty, makesSameTicket } from './form/draft';
import { type Afterwards, TicketForm } from './form/TicketForm';
import { useDraft } from './form/useDraft';
import { ticketPath } from './ticketPath';

const { form, labels } = strings;
const area = claimArea();
/** Long enough for the keyboard to come to the link in it. */
const NOTICE_MS = 10_000;

/** Writing one ticket after the other: a draft that is saved makes place for the next. */
export function TicketFormPage() {
  useTitle(form.title);
  const navigate = useNavigate();
  const { draft, latest, change, replace, clear } = useDraft(use(area));

  const created = (ticket: CreatedTicket, afterwards: Afterwards) => {
    // Whoever left the form and came back may have written on; saved again, that goes into the same ticket.
    if (makesSameTicket(latest(), draft)) clear();
    if (afterwards === 'open') navigate(ticketPath(ticket.id));
    else tellCreated(ticket);
  };

  const discard = () => {
    clear();
    offerBack(draft);
  };
  const offerBack = (discarded: Draft) =>
    offerUndo({ message: form.discarded }, () => {
      const next = latest();
      replace(discarded);
      if (!isEmpty(next)) offerBack(next);
    });

  return <TicketForm draft={draft} onChange={change} onDiscard={discard} onCreated={created} />;
}

/** Once for each ticket, however often it was sent. */
function tellCreated(ticket: CreatedTicket) {
  const message = <Created ticket={ticket} />;
  notifications.show({ id: `created ${ticket.id}`, message, autoClose: NOTICE_MS });
}

function Created({ ticket }: { ticket: CreatedTicket }) {
  return (
    <Text size="sm">
      {form.created(ticket.id, labels.category[ticket.category], labels.priority[ticket.priority])}{' '}
      {/* As a part of the notice it is read out with it, and not once more as a change of its own. */}
      <Anchor component={Link} to={ticketPath(ticket.id)} aria-live="off">
        {form.open}
      </Anchor>
    </Text>
  );
}
