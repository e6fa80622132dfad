import { type SpotlightStore, useSpotlight } from '@mantine/spotlight';
import { useEffect, useReducer, useRef } from 'react';

/**
 * What the arrow keys have come to in the command bar, for those who hear it: the library marks it for the eye alone.
 * The roles of a box with choices, for the field, the list and each command.
 */
export function useSpokenCommands(store: SpotlightStore, query: string) {
  const { selected, listId } = useSpotlight(store);
  // The library tells nobody of it; this takes effect after its own handling of the key.
  const [, look] = useReducer((presses: number) => presses + 1, 0);
  // Another query has other commands in the same places: a new name has them read out.
  const idOf = (index: number) => `${listId}-${encodeURIComponent(query.toWellFormed())}-${index}`;
  const field = useRef<HTMLInputElement>(null);

  useEffect(() => {
    const commands = document.getElementById(listId)?.querySelectorAll('[data-action]') ?? [];
    commands.forEach((command, index) => {
      command.id = idOf(index);
      command.ariaSelected = String(index === selected);
    });
    // Only now: who is told of a name before it is there finds nothing.
    const active = commands[selected]?.id;
    if (active) field.current?.setAttribute('aria-activedescendant', active);
    else field.current?.removeAttribute('aria-activedescendant');
  });

  return {
    field: {
      ref: field,
      role: 'combobox',
      onKeyDown: look,
      'aria-expanded': listId !== '',
      'aria-autocomplete': 'list',
      'aria-controls': listId || undefined,
    },
    list: { role: 'listbox' },
    command: { role: 'option' },
  } as const;
}
