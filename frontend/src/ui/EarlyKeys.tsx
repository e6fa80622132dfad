import { VisuallyHidden } from '@mantine/core';
import { useEffect, useRef } from 'react';

interface Props {
  readonly label: string;
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly onEnter: () => void;
  readonly onClose: () => void;
}

/**
 * Takes what is typed between the key that opens the command bar or the help and their being there: it is meant for
 * them, and not for the page.
 */
export function EarlyKeys({ label, text, onText, onEnter, onClose }: Props) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus({ preventScroll: true }), []);
  return (
    <VisuallyHidden>
      <input
        ref={input}
        aria-label={label}
        value={text}
        onChange={(event) => onText(event.currentTarget.value)}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === 'Escape') onClose();
          if (event.key === 'Enter') onEnter();
        }}
      />
    </VisuallyHidden>
  );
}
