import '@mantine/core/styles/Switch.css';
import { Kbd, Modal, Stack, Switch, Title } from '@mantine/core';
import { strings } from '../strings';
import { useReturnFocus } from '../ui/useReturnFocus';
import classes from './KeyHelp.module.css';
import { turnKeys, useKeysAreOn } from './keys';

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

/** All keys, and the switch that turns them off. */
export function KeyHelp({ onClose }: { onClose: () => void }) {
  const areOn = useKeysAreOn();
  useReturnFocus();
  return (
    <Modal opened onClose={onClose} title={words.title}>
      <Stack gap="md">
        <Switch
          label={words.on}
          description={words.onHint}
          checked={areOn}
          onChange={(event) => turnKeys(event.currentTarget.checked)}
        />
        <KeyList title={words.anywhere} keys={ANYWHERE} />
        <KeyList title={words.inTheList} keys={IN_THE_LIST} />
      </Stack>
    </Modal>
  );
}

interface KeyListProps {
  readonly title: string;
  readonly keys: readonly [string, readonly string[]][];
}

function KeyList({ title, keys }: KeyListProps) {
  return (
    <section>
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
