import { Badge, VisuallyHidden } from '@mantine/core';
import { IconCloudOff } from '@tabler/icons-react';
import { useState } from 'react';
import { useConnection } from '../api/connection';
import { strings } from '../strings';
import classes from './Shell.module.css';

const { down: explanation, downShort, downSpoken: spoken, back } = strings.app.connection;

/** Says so while changes of others cannot be heard, and reads out when they can again. */
export function ConnectionNotice() {
  const down = useConnection() === 'down';
  const [hasBeenDown, setHasBeenDown] = useState(false);
  if (down && !hasBeenDown) setHasBeenDown(true);
  return (
    <div role="status">
      {down && (
        <Badge
          color="orange"
          variant="light"
          c="inherit"
          tt="none"
          className={classes.notice}
          leftSection={<IconCloudOff size="0.875rem" aria-hidden />}
        >
          <span className={classes.word} title={explanation} aria-hidden>
            {downShort}
          </span>
          <VisuallyHidden>{spoken}</VisuallyHidden>
        </Badge>
      )}
      {!down && hasBeenDown && <VisuallyHidden>{back}</VisuallyHidden>}
    </div>
  );
}
