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
import type { Failure } from './form/useSave';
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

  return (
    <TicketForm
      draft={draft}
      onChange={change}
      onDiscard={discard}
      onCreated={created}
      onFailedUnseen={tellFailed}
    />
  );
}

/** Once for each ticket, however often it was sent. */
function tellCreated({ id, category, priority }: CreatedTicket) {
  const text = form.created(id, labels.category[category], labels.priority[priority]);
  const message = <Notice text={text} to={ticketPath(id)} name={form.open} />;
  notifications.show({ id: `created ${id}`, message, autoClose: NOTICE_MS });
}

function tellFailed({ fields, cause }: Failure) {
  const causes = [...Object.values(fields), cause].filter((it) => it !== undefined).join(' ');
  const message = <Notice text={form.notCreated(causes)} to="/new" name={form.goOn} />;
  notifications.show({ color: 'red', message, autoClose: NOTICE_MS });
}

interface NoticeProps {
  readonly text: string;
  readonly to: string;
  readonly name: string;
}

function Notice({ text, to, name }: NoticeProps) {
  return (
    <Text size="sm">
      {text}{' '}
      {/* As a part of the notice it is read out with it, and not once more as a change of its own. */}
      <Anchor component={Link} to={to} aria-live="off">
        {name}
      </Anchor>
    </Text>
  );
}
