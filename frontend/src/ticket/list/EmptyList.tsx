import { Button, Group, Stack, Text } from '@mantine/core';
import { IconInbox, IconSearchOff } from '@tabler/icons-react';
import { Link } from 'react-router';
import { strings } from '../../strings';

const words = strings.list.empty;

interface Props {
  readonly isFiltered: boolean;
  readonly onClear: () => void;
}

/** Why there are no rows: there is no ticket yet, or none that matches. */
export function EmptyList({ isFiltered, onClear }: Props) {
  const Icon = isFiltered ? IconSearchOff : IconInbox;
  return (
    <Stack align="center" gap="xs" p="xl" ta="center">
      <Icon size={40} stroke={1.25} aria-hidden />
      <Text fw={600}>{isFiltered ? words.nothingMatches : words.nothingYet}</Text>
      <Text c="dimmed">{isFiltered ? words.nothingMatchesHint : words.nothingYetHint}</Text>
      {isFiltered ? (
        <Button variant="default" onClick={onClear}>
          {words.clear}
        </Button>
      ) : (
        <Group justify="center">
          <Button component={Link} to="/new">
            {words.create}
          </Button>
          <Button component="a" href="/playground" variant="default">
            {words.playground}
          </Button>
        </Group>
      )}
    </Stack>
  );
}
