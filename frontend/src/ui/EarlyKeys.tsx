import { VisuallyHidden } from '@mantine/core';
import { useWindowEvent } from '@mantine/hooks';
import { useRef } from 'react';
import { useReturnFocus } from './useReturnFocus';

interface Props {
  readonly label: string;
  /** Where the keyboard was. */
  readonly from: Element | null;
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly onEnter: () => void;
  readonly onClose: () => void;
}

/**
 * Takes what is typed between somebody's opening a part that is still to be loaded and its being there: it is meant for
 * that, and not for the page.
 */
export function EarlyKeys({ label, from, text, onText, onEnter, onClose }: Props) {
  useReturnFocus(from);
  const input = useRef<HTMLInputElement>(null);
  useWindowEvent(
    'keydown',
    (event) => {
      const hasModifier = (event.ctrlKey || event.metaKey) && !event.getModifierState('AltGraph');
      // What opens and closes parts goes on doing so.
      if (hasModifier && event.key !== 'Enter') return;
      event.stopPropagation();
      if (event.key === 'Escape') onClose();
      else if (event.key === 'Enter') {
        event.preventDefault();
        if (!hasModifier) onEnter();
      } else if (document.activeElement !== input.current) {
        // Not before: a screen reader would tell of a field that is gone at once.
        input.current?.focus({ preventScroll: true });
        input.current?.select();
      }
    },
    true,
  );
  return (
    <VisuallyHidden>
      <input
        ref={input}
        aria-label={label}
        value={text}
        onChange={(event) => onText(event.currentTarget.value)}
      />
    </VisuallyHidden>
  );
}
