import '@mantine/core/styles/Switch.css';
import { Box, Kbd, Modal, Stack, Switch, Title } from '@mantine/core';
import { strings } from '../strings';
import { turnKeys, useKeysAreOn } from '../ui/keys';
import { useReturnFocus } from '../ui/useReturnFocus';
import classes from './KeyHelp.module.css';

const { form, ticket } = strings;
const { help, ...words } = strings.keys;

const ANYWHERE: readonly [string, readonly string[]][] = [
  [help.commands, ['Ctrl+K']],
  [help.create, ['C']],
  [help.undo, ['Z']],
  [help.help, ['?']],
];

const IN_THE_LIST: readonly [string, readonly string[]][] = [
  [help.next, ['J', '↓']],
  [help.previous, ['K', '↑']],
  [help.open, ['Enter']],
  [help.edit, ['E']],
  [help.confirm, ['A']],
  [help.priority, ['P']],
  [help.status, ['S']],
  [help.select, ['X']],
  [help.range, ['Shift+X']],
  [help.clear, ['Esc']],
  [help.search, ['/']],
];

const ON_A_TICKET: readonly [string, readonly string[]][] = [
  [help.next, ['J']],
  [help.previous, ['K']],
  [ticket.back, ['Esc']],
  [help.edit, ['E']],
  [ticket.save, ['Ctrl+Enter']],
  [help.confirm, ['A']],
  [help.priority, ['P']],
  [help.status, ['S']],
];

const IN_THE_FORM: readonly [string, readonly string[]][] = [
  [help.acceptBoth, ['Alt+A']],
  [form.create, ['Ctrl+Enter']],
  [form.createAndOpen, ['Ctrl+Shift+Enter']],
];

interface Props {
  readonly from: Element | null;
  readonly onThere: () => void;
  readonly onClose: () => void;
}

/** All keys, and the switch that turns them off. */
export function KeyHelp({ from, onThere, onClose }: Props) {
  const areOn = useKeysAreOn();
  useReturnFocus(from);
  return (
    // Without `Modal.Body`, whose text would all be read out at once.
    <Modal.Root opened onFocus={onThere} onClose={onClose} size="xl">
      <Modal.Overlay />
      <Modal.Content>
        <Modal.Header>
          <Modal.Title>{words.title}</Modal.Title>
          <Modal.CloseButton />
        </Modal.Header>
        <Box p="md" pt={0}>
          <Stack gap="md">
            <Switch
              label={words.on}
              description={words.onHint}
              checked={areOn}
              onChange={(event) => turnKeys(event.currentTarget.checked)}
            />
            <div className={classes.places}>
              <div>
                <KeyList title={words.anywhere} keys={ANYWHERE} />
                <KeyList title={words.inTheList} keys={IN_THE_LIST} />
              </div>
              <div>
                <KeyList title={words.onATicket} keys={ON_A_TICKET} />
                <KeyList title={words.inTheForm} keys={IN_THE_FORM} />
              </div>
            </div>
          </Stack>
        </Box>
      </Modal.Content>
    </Modal.Root>
  );
}

interface KeyListProps {
  readonly title: string;
  readonly keys: readonly [string, readonly string[]][];
}

function KeyList({ title, keys }: KeyListProps) {
  return (
    <section className={classes.place}>
      <Title order={3} mb="xs">
        {title}
      </Title>
      <dl className={classes.keys}>
        {keys.map(([name, pressed]) => (
          <div key={name} className={classes.key}>
            <dt>{name}</dt>
            <dd>
              {pressed.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
