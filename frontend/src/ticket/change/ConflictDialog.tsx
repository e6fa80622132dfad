import { useApolloClient } from '@apollo/client/react';
import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { strings } from '../../strings';
import { useReturnFocus } from '../../ui/useReturnFocus';
import classes from './ConflictDialog.module.css';
import { ConflictingChanges } from './ConflictingChanges';
import { changeTickets, type Outcome } from './changeTickets';
import { type Conflict, type End, settleConflicts } from './conflicts';
import { fieldsOf, type Patch } from './edit';

const words = strings.change.conflict;

interface Props {
  readonly conflicts: readonly Conflict[];
}

/** Whose change is to stay: of each ticket by itself, or of all at once. */
export function ConflictDialog({ conflicts }: Props) {
  const client = useApolloClient();
  useReturnFocus();
  const isOne = conflicts.length === 1;

  const keep = (some: readonly Conflict[]) => settleConflicts(some, () => 'dropped');
  const apply = (some: readonly Conflict[]) => {
    const edits = some.map(({ edit, ticket }) => ({ ...edit, expectedVersion: ticket.version }));
    const outcome = changeTickets(client, edits);
    settleConflicts(some, ({ edit }) => endOf(outcome, edit.patch));
  };

  return (
    <Modal opened onClose={() => keep(conflicts)} title={words.title} size="lg">
      <Stack gap="md">
        <Text>{words.explanation(new Set(conflicts.map(({ edit }) => edit.id)).size)}</Text>
        <Stack
          className={classes.conflicts}
          gap="md"
          // It may have to be scrolled by keys.
          tabIndex={0}
        >
          {conflicts.map((conflict) => (
            <ConflictingChanges key={keyOf(conflict)} conflict={conflict}>
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

/** The texts of a ticket can be contested each by itself. */
const keyOf = ({ edit }: Conflict) => [edit.id, ...fieldsOf(edit.patch)].join();

/** What became of a patch that is made all the same; others may have been quicker once more. */
async function endOf(outcome: Promise<Outcome>, patch: Patch): Promise<End> {
  const { failed, contested } = await outcome;
  if (failed.some(({ edit }) => edit.patch === patch)) return 'failed';
  return contested.find(({ edit }) => edit.patch === patch)?.end ?? 'made';
}

interface ChoiceProps {
  readonly conflict: Conflict;
  readonly onKeep: (some: readonly Conflict[]) => void;
  readonly onApply: (some: readonly Conflict[]) => void;
}

function Choice({ conflict, onKeep, onApply }: ChoiceProps) {
  const { id } = conflict.edit;
  return (
    <Group gap="xs" mt="xs">
      <Button
        size="xs"
        variant="default"
        aria-label={words.keepTheirsOf(id)}
        onClick={() => onKeep([conflict])}
      >
        {words.keepTheirs}
      </Button>
      <Button
        size="xs"
        variant="light"
        aria-label={words.applyMineTo(id)}
        onClick={() => onApply([conflict])}
      >
        {words.applyMine}
      </Button>
    </Group>
  );
}
