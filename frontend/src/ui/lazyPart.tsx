import { notifications } from '@mantine/notifications';
import { type ComponentType, lazy, useEffect } from 'react';
import { strings } from '../strings';

/**
 * A part of a page that is loaded when it is wanted for the first time. If that fails, the page says so and goes on
 * without it.
 */
export function lazyPart<Props>(load: () => Promise<ComponentType<Props>>) {
  return lazy<ComponentType<Props>>(async () => {
    try {
      return { default: await load() };
    } catch {
      return { default: Missing as ComponentType<Props> };
    }
  });
}

function Missing({ onClose }: { readonly onClose?: () => void }) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: each time that it is wanted.
  useEffect(() => {
    notifications.show({ id: 'missing', color: 'red', message: strings.errors.notLoaded });
    onClose?.();
  }, []);
  return null;
}
