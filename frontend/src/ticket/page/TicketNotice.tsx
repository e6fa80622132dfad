import { Button, Stack, Text, Title } from '@mantine/core';
import { Link } from 'react-router';
import { strings } from '../../strings';
import { wayBack } from '../listContext';

interface Props {
  readonly title: string;
  readonly description: string;
}

/** Stands where a ticket would, if there is none. */
export function TicketNotice({ title, description }: Props) {
  return (
    <Stack align="center" gap="xs" p="xl" ta="center">
      <Title order={1}>{title}</Title>
      <Text c="dimmed" className="customers-words">
        {description}
      </Text>
      <Button component={Link} {...wayBack()} variant="default">
        {strings.ticket.back}
      </Button>
    </Stack>
  );
}
