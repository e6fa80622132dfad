import '@mantine/core/styles/Notification.css';
import '@mantine/notifications/styles.css';
import { Notifications } from '@mantine/notifications';
import type { MouseEvent } from 'react';
import { focusContent } from '../ui/focusContent';

/** Where notices are shown. There are none to be shown before the page is. */
export function Notices() {
  return <Notifications position="bottom-left" limit={4} onClickCapture={leave} />;
}

/** The button that closes a notice goes away with it. */
function leave({ target }: MouseEvent) {
  if (target instanceof Element && target.closest('.mantine-Notification-closeButton')) {
    focusContent();
  }
}
