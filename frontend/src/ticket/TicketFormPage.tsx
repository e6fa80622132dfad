import { Anchor, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type MouseEvent, use } from 'react';
import { Link, useNavigate } from 'react-router';
import { randomId } from '../randomId';
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
  tell(`created ${id}`, { text, to: ticketPath(id), name: form.open });
}

function tellFailed({ fields, cause }: Failure) {
  const causes = [...Object.values(fields), cause].filter((it) => it !== undefined).join(' ');
  tell(randomId(), { text: form.notCreated(causes), to: '/new', name: form.goOn }, 'red');
}

function tell(id: string, notice: Omit<NoticeProps, 'onGo'>, color?: 'red') {
  const message = <Notice {...notice} onGo={() => notifications.hide(id)} />;
  notifications.show({ id, color, message, autoClose: NOTICE_MS });
}

interface NoticeProps {
  readonly text: string;
  readonly to: string;
  readonly name: string;
  readonly onGo: () => void;
}

function Notice({ text, to, name, onGo }: NoticeProps) {
  const go = ({ currentTarget }: MouseEvent<HTMLAnchorElement>) => {
    // The keyboard goes on to the page, and not away with the notice.
    currentTarget.blur();
    onGo();
  };
  return (
    <Text size="sm">
      {text}{' '}
      {/* As a part of the notice it is read out with it, and not once more as a change of its own. */}
      <Anchor component={Link} to={to} aria-live="off" onClick={go}>
        {name}
      </Anchor>
    </Text>
  );
}
