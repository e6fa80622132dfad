import { type SpotlightStore, useSpotlight } from '@mantine/spotlight';
import { type KeyboardEvent, useEffect, useReducer, useRef } from 'react';

/**
 * What is selected in the command bar. The library marks it for the eye alone: here are the roles of a box with choices,
 * for the field, the list and each command. And it selects nothing by itself for what was typed before the bar was
 * there; `isEntered` says that Enter was among it.
 */
export function useSelectedCommand(store: SpotlightStore, query: string, isEntered: boolean) {
  const { selected, listId } = useSpotlight(store);
  // The library tells nobody of it; this takes effect after its own handling of the key.
  const [keys, press] = useReducer(
    ({ presses }: { presses: number }, key: string) => ({
      presses: presses + 1,
      isMoving: key === 'ArrowDown' || key === 'ArrowUp',
    }),
    { presses: 0, isMoving: false },
  );
  const field = useRef<HTMLInputElement>(null);
  const hasRun = useRef(false);

  useEffect(() => {
    const commands = [
      ...(document.getElementById(listId)?.querySelectorAll<HTMLElement>('[data-action]') ?? []),
    ];
    // The library selects when a letter comes; for what was typed before the bar was there it selects nothing.
    const place = commands[selected] || query === '' ? selected : 0;
    if (place !== selected) store.updateState((state) => ({ ...state, selected: place }));
    // Another query has other commands in the same places: a new name has them read out.
    const name = `${listId}-${encodeURIComponent(query.toWellFormed())}`;
    for (const [index, command] of commands.entries()) {
      command.id = `${name}-${index}`;
      command.ariaSelected = String(index === place);
      // It runs what has its mark, which may have been at a command that is gone.
      command.toggleAttribute('data-selected', index === place);
    }
    // Only now: who is told of a name before it is there finds nothing. While letters come commands come and go, and
    // what is offered is told in words.
    const active = commands[place];
    if (active && keys.isMoving) field.current?.setAttribute('aria-activedescendant', active.id);
    else field.current?.removeAttribute('aria-activedescendant');

    if (active && isEntered && !hasRun.current) {
      hasRun.current = true;
      active.click();
    }
  });

  return {
    /** The place of what is offered for the letters so far. */
    offered: keys.isMoving || query === '' ? undefined : Math.max(0, selected),
    field: {
      ref: field,
      role: 'combobox',
      onKeyDown: ({ key }: KeyboardEvent) => press(key),
      'aria-expanded': listId !== '',
      'aria-autocomplete': 'list',
      'aria-controls': listId || undefined,
    },
    list: { role: 'listbox' },
    command: { role: 'option' },
  } as const;
}
