import { VisuallyHidden } from '@mantine/core';
import { useAnnouncedTitle } from '../ui/useTitle';

/** Reads out where a link or a key has led to. */
export function PageAnnouncement() {
  return <VisuallyHidden role="status">{useAnnouncedTitle()}</VisuallyHidden>;
}
