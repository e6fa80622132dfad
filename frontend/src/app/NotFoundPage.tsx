import { Button, Stack, Text, Title } from '@mantine/core';
import { Link } from 'react-router';
import { strings } from '../strings';
import { useTitle } from '../ui/useTitle';

export function NotFoundPage() {
  const { title, description, back } = strings.app.notFound;
  useTitle(title);
  return (
    <Stack align="center" gap="xs" p="xl" ta="center">
      <Title order={1}>{title}</Title>
      <Text c="dimmed">{description}</Text>
      <Button component={Link} to="/" variant="default">
        {back}
      </Button>
    </Stack>
  );
}
