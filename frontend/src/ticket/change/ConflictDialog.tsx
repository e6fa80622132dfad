import { useApolloClient } from '@apollo/client/react';
import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { strings } from '../../strings';
import { useReturnFocus } from '../../ui/useReturnFocus';
import classes from './ConflictDialog.module.css';
import { ConflictingChanges } from './ConflictingChanges';
import { changeTickets } from './changeTickets';
import { type Conflict, settleConflicts } from './conflicts';

const words = strings.change.conflict;

interface Props {
  readonly conflicts: readonly Conflict[];
}

/** Whose change is to stay: of each ticket by itself, or of all at once. */
export function ConflictDialog({ conflicts }: Props) {
  const client = useApolloClient();
  useReturnFocus();
  const isOne = conflicts.length === 1;

  const keep = (some: readonly Conflict[]) => settleConflicts(some);
  const apply = (some: readonly Conflict[]) => {
    settleConflicts(some);
    const edits = some.map(({ edit, ticket }) => ({ ...edit, expectedVersion: ticket.version }));
    void changeTickets(client, edits);
  };

  return (
    <Modal opened onClose={() => keep(conflicts)} title={words.title} size="lg">
      <Stack gap="md">
        <Text>{words.explanation(conflicts.length)}</Text>
        <Stack
          className={classes.conflicts}
          gap="md"
          // It may have to be scrolled by keys.
          tabIndex={0}
        >
          {conflicts.map((conflict) => (
            <ConflictingChanges key={conflict.edit.id} conflict={conflict}>
              {!isOne && <Choice conflict={conflict} onKeep={keep} onApply={apply} />}
            </ConflictingChanges>
          ))}
        </Stack>
        <Group justify="flex-end">
          <Button variant="default" onClick={() => keep(conflicts)} data-autofocus>
            {isOne ? words.keepTheirs : words.keepAllTheirs}
          </Button>
          <Button onClick={() => apply(conflicts)}>
            {isOne ? words.applyMine : words.applyAllMine}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

interface ChoiceProps {
  readonly conflict: Conflict;
  readonly onKeep: (some: readonly Conflict[]) => void;
  readonly onApply: (some: readonly Conflict[]) => void;
}

function Choice({ conflict, onKeep, onApply }: ChoiceProps) {
  const { id } = conflict.edit;
  return (
    <Group gap="xs" wrap="nowrap">
      <Button
        size="compact-sm"
        variant="default"
        aria-label={words.keepTheirsOf(id)}
        onClick={() => onKeep([conflict])}
      >
        {words.keepTheirs}
      </Button>
      <Button
        size="compact-sm"
        variant="light"
        aria-label={words.applyMineTo(id)}
        onClick={() => onApply([conflict])}
      >
        {words.applyMine}
      </Button>
    </Group>
  );
}
