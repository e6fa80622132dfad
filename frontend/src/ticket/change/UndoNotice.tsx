import { Button, Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { strings } from '../../strings';

interface Props {
  readonly message: ReactNode;
  readonly onUndo: () => void;
}

export function UndoNotice({ message, onUndo }: Props) {
  return (
    <Group justify="space-between" gap="xs">
      <Text inherit flex="1 1 10rem" className="customers-words">
        {message}
      </Text>
      <Button size="compact-sm" variant="light" flex="none" aria-keyshortcuts="Z" onClick={onUndo}>
        {strings.change.undo}
      </Button>
    </Group>
  );
}
