import { Button, Text } from '@mantine/core';
import { describeError } from '../api/describeError';
import { requestIdOf } from '../api/requestIds';
import { strings } from '../strings';
import classes from './ErrorPanel.module.css';

interface Props {
  readonly error: Error;
  readonly onRetry: () => void;
  /** How much room there is: a page, a panel of it, or a few lines. */
  readonly room?: 'page' | 'panel' | 'lines';
}

/** What could not be loaded, where it would have stood: why, a way to try again, and what to tell the administrator. */
export function ErrorPanel({ error, onRetry, room = 'page' }: Props) {
  const requestId = requestIdOf(error);
  return (
    <div role="alert" className={classes.error} data-room={room}>
      <Text fw={600} className={classes.title}>
        {strings.errors.title}
      </Text>
      <Text c="dimmed" className={classes.why}>
        {describeError(error)}
      </Text>
      <Button variant="default" onClick={onRetry} className={classes.retry}>
        {strings.errors.retry}
      </Button>
      {requestId && (
        <Text size="xs" c="dimmed" ff="monospace" className={classes.request}>
          {strings.errors.requestId(requestId)}
        </Text>
      )}
    </div>
  );
}
