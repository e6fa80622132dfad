import '@mantine/core/styles/Notification.css';
import '@mantine/notifications/styles.css';
import { Notifications } from '@mantine/notifications';

/** Where notices are shown. There are none to be shown before the page is. */
export function Notices() {
  return <Notifications position="bottom-left" limit={4} />;
}
