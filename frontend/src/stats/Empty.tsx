import { Button, Stack, Text } from '@mantine/core';
import { Link } from 'react-router';
import { strings } from '../strings';

const { nothingYet, nothingMatches } = strings.stats.empty;

/** There is no ticket at all. */
export function NothingYet() {
  return <Empty {...nothingYet} to="/new" />;
}

/** There are tickets, but none of these days with these labels. */
export function NothingMatches() {
  return <Empty {...nothingMatches} to="/stats?range=all" />;
}

interface Props {
  readonly title: string;
  readonly description: string;
  readonly action: string;
  readonly to: string;
}

function Empty({ title, description, action, to }: Props) {
  return (
    <Stack align="center" gap="xs" p="xl">
      <Text fw={600}>{title}</Text>
      <Text c="dimmed" ta="center">
        {description}
      </Text>
      <Button component={Link} to={to} variant="default">
        {action}
      </Button>
    </Stack>
  );
}
