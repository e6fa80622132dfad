import { useApolloClient } from '@apollo/client/react';
import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { strings } from '../../strings';
import classes from './ConflictDialog.module.css';
import { ConflictingChanges } from './ConflictingChanges';
import { changeTickets } from './changeTickets';
import { type Conflict, settleConflicts } from './conflicts';

interface Props {
  readonly conflicts: readonly Conflict[];
}

export function ConflictDialog({ conflicts }: Props) {
  const client = useApolloClient();
  const { title, explanation, keepTheirs, applyMine } = strings.change.conflict;

  const keep = () => settleConflicts(conflicts);
  const apply = () => {
    settleConflicts(conflicts);
    const edits = conflicts.map(({ edit, ticket }) => ({
      ...edit,
      expectedVersion: ticket.version,
    }));
    void changeTickets(client, edits);
  };

  return (
    <Modal opened onClose={keep} title={title} size="lg">
      <Stack gap="md">
        <Text>{explanation(conflicts.length)}</Text>
        <Stack className={classes.conflicts} gap="md" tabIndex={0} role="group" aria-label={title}>
          {conflicts.map((conflict) => (
            <ConflictingChanges key={conflict.edit.id} conflict={conflict} />
          ))}
        </Stack>
        <Group justify="flex-end">
          <Button variant="default" onClick={keep} data-autofocus>
            {keepTheirs}
          </Button>
          <Button onClick={apply}>{applyMine}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
