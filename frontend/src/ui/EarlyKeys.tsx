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
 * Takes what is typed between somebody's opening a part that is still to be loaded and its being there: it is meant for
 * that, and not for the page.
 */
export function EarlyKeys({ label, text, onText, onEnter, onClose }: Props) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    input.current?.focus({ preventScroll: true });
    input.current?.select();
  }, []);
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
