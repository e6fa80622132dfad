import { Badge, Tooltip } from '@mantine/core';
import { IconCloudOff } from '@tabler/icons-react';
import { strings } from '../strings';
import { useConnection } from './connection';

/** Says so while changes of others cannot be heard. */
export function ConnectionNotice() {
  const down = useConnection() === 'down';
  return (
    <div role="status">
      {down && (
        <Tooltip label={strings.app.connection.down}>
          <Badge
            color="orange"
            variant="light"
            leftSection={<IconCloudOff size={14} aria-hidden />}
          >
            {strings.app.connection.downShort}
          </Badge>
        </Tooltip>
      )}
    </div>
  );
}
