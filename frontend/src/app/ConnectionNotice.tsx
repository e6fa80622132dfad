import { Badge } from '@mantine/core';
import { IconCloudOff } from '@tabler/icons-react';
import { strings } from '../strings';
import { useConnection } from './connection';

/** Says so while changes of others cannot be heard. */
export function ConnectionNotice() {
  const down = useConnection() === 'down';
  return (
    <div role="status">
      {down && (
        <Badge
          color="orange"
          variant="light"
          c="inherit"
          tt="none"
          title={strings.app.connection.down}
          leftSection={<IconCloudOff size={14} aria-hidden />}
        >
          {strings.app.connection.downShort}
        </Badge>
      )}
    </div>
  );
}
