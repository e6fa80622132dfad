import { Button, Stack, Text } from '@mantine/core';
import { describeError } from '../api/describeError';
import { requestIdOf } from '../api/requestIds';
import { strings } from '../strings';

interface Props {
  readonly error: Error;
  readonly onRetry: () => void;
}

/** What could not be loaded, where it would have stood: why, a way to try again, and what to tell the administrator. */
export function ErrorPanel({ error, onRetry }: Props) {
  const requestId = requestIdOf(error);
  return (
    <Stack role="alert" align="center" gap="xs" p="xl">
      <Text fw={600}>{strings.errors.title}</Text>
      <Text c="dimmed" ta="center">
        {describeError(error)}
      </Text>
      <Button variant="default" onClick={onRetry}>
        {strings.errors.retry}
      </Button>
      {requestId && (
        <Text size="xs" c="dimmed" ff="monospace">
          {strings.errors.requestId(requestId)}
        </Text>
      )}
    </Stack>
  );
}
