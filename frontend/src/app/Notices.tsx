import '@mantine/core/styles/Notification.css';
import '@mantine/notifications/styles.css';
import { Notifications, notifications, useNotifications } from '@mantine/notifications';
import { useEffect } from 'react';
import { useIsNarrow } from '../ui/useIsNarrow';

/** Over what is read, and under all that stands over that or opens: nothing that is about to be pressed is covered. */
const Z_INDEX = 14;

/** Where notices are shown. There are none to be shown before the page is. */
export function Notices() {
  const isNarrow = useIsNarrow();
  const { notifications: shown, queue } = useNotifications();
  const oldest = shown[0]?.id;
  // The newest does not wait for those before it.
  useEffect(() => {
    if (queue.length > 0 && oldest !== undefined) notifications.hide(oldest);
  }, [queue, oldest]);
  return <Notifications position="bottom-left" limit={isNarrow ? 2 : 4} zIndex={Z_INDEX} />;
}
