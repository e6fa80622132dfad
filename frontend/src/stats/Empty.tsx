import { Button, Stack, Text } from '@mantine/core';
import { IconInbox, IconSearchOff, type TablerIcon } from '@tabler/icons-react';
import { Link } from 'react-router';
import { strings } from '../strings';

const { nothingYet, nothingMatches } = strings.stats.empty;

/** There is no ticket at all. */
export function NothingYet() {
  return <Empty {...nothingYet} icon={IconInbox} to="/new" />;
}

/** There are tickets, but none of these days with these labels. */
export function NothingMatches() {
  return <Empty {...nothingMatches} icon={IconSearchOff} to="/stats?range=all" />;
}

interface Props {
  readonly icon: TablerIcon;
  readonly title: string;
  readonly description: string;
  readonly action: string;
  readonly to: string;
}

function Empty({ icon: Icon, title, description, action, to }: Props) {
  return (
    <Stack align="center" gap="xs" p="xl" ta="center">
      <Icon size="2.5rem" stroke={1.25} aria-hidden />
      <Text fw={600}>{title}</Text>
      <Text c="dimmed">{description}</Text>
      <Button component={Link} to={to} variant="default">
        {action}
      </Button>
    </Stack>
  );
}
