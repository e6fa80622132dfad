import { useApolloClient } from '@apollo/client/react';
import { ActionIcon, Button, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import {
  IconArrowLeft,
  IconChevronDown,
  IconChevronUp,
  IconLink,
  IconTrash,
  type TablerIcon,
} from '@tabler/icons-react';
import { Link, useNavigate } from 'react-router';
import { strings } from '../../strings';
import { useCommands } from '../../ui/commands';
import { confirmSuggestions, patchTickets } from '../change/changeTickets';
import { deleteTickets } from '../change/deletion';
import { rememberRow, useNeighbours, wayBack } from '../listContext';
import { ticketCommands } from '../ticketCommands';
import { ticketPath } from '../ticketPath';
import classes from './TicketView.module.css';

const { ticket: words } = strings;

interface Props {
  readonly id: string;
  /** Whether it is gone: then nothing of it can be changed. */
  readonly isDeleted: boolean;
}

/** Where the ticket stands among others, and what can be done with it as a whole. */
export function TicketBar({ id, isDeleted }: Props) {
  const client = useApolloClient();
  const navigate = useNavigate();
  const { previous, next } = useNeighbours(id);

  const remove = () => {
    const other = next ?? previous;
    if (other !== undefined) rememberRow(other);
    deleteTickets(client, [id]);
    const { to, state } = wayBack();
    navigate(to, { state });
  };

  useCommands(() =>
    ticketCommands(client.cache, isDeleted ? [] : [id], {
      patch: (ids, patch) => void patchTickets(client, ids, patch),
      confirm: (ids) => void confirmSuggestions(client, ids),
      remove,
    }),
  );

  return (
    <div className={classes.bar}>
      <ActionIcon
        component={Link}
        {...wayBack()}
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={words.back}
        title={words.back}
      >
        <IconArrowLeft size="1.125rem" aria-hidden />
      </ActionIcon>
      <Text c="dimmed">{words.number(id)}</Text>
      {(previous ?? next) !== undefined && (
        <>
          <Neighbour id={previous} name={words.previous} hint="K" icon={IconChevronUp} />
          <Neighbour id={next} name={words.next} hint="J" icon={IconChevronDown} />
        </>
      )}
      <div className={classes.space} />
      <Act name={words.copyLink} icon={IconLink} onAct={() => copyLink(id)} />
      {!isDeleted && <Act name={words.delete} icon={IconTrash} onAct={remove} />}
    </div>
  );
}

interface ActProps {
  readonly name: string;
  readonly icon: TablerIcon;
  readonly onAct: () => void;
}

/** Its word gives way on a phone. */
function Act({ name, icon: Icon, onAct }: ActProps) {
  return (
    <Button
      variant="subtle"
      color="gray"
      size="xs"
      className={classes.act}
      title={name}
      leftSection={<Icon size="1rem" aria-hidden />}
      onClick={onAct}
    >
      <span className={classes.word}>{name}</span>
    </Button>
  );
}

interface NeighbourProps {
  readonly id: string | undefined;
  readonly name: string;
  readonly hint: string;
  readonly icon: TablerIcon;
}

function Neighbour({ id, name, hint, icon: Icon }: NeighbourProps) {
  const looks = { variant: 'subtle', color: 'gray', size: 'lg', 'aria-label': name } as const;
  const title = `${name} (${hint})`;
  const sign = <Icon size="1.125rem" aria-hidden />;
  if (id === undefined) {
    return (
      <ActionIcon {...looks} title={title} className={classes.last} disabled>
        {sign}
      </ActionIcon>
    );
  }
  return (
    <ActionIcon
      {...looks}
      title={title}
      component={Link}
      to={ticketPath(id)}
      aria-keyshortcuts={hint}
    >
      {sign}
    </ActionIcon>
  );
}

/** Browsers let a page that did not come by HTTPS copy nothing: then the link is shown to be copied by hand. */
async function copyLink(id: string) {
  const link = new URL(ticketPath(id), window.location.href).href;
  try {
    await navigator.clipboard.writeText(link);
    notifications.show({ message: words.copied, autoClose: 3_000 });
  } catch {
    notifications.show({ message: link, autoClose: 10_000 });
  }
}
