import { Button, Menu } from '@mantine/core';
import { useDidUpdate } from '@mantine/hooks';
import { type ReactNode, useRef } from 'react';
import { strings } from '../../strings';
import type { Patch } from '../change/edit';
import { type ChangeableLabel, LabelItems } from '../list/LabelMenu';
import classes from './TicketView.module.css';

interface Props {
  readonly field: ChangeableLabel;
  readonly value: string;
  readonly word: string;
  readonly mark: ReactNode;
  readonly isDeleted: boolean;
  readonly opened: boolean;
  readonly onOpenedChange: (opened: boolean) => void;
  readonly onChoose: (patch: Patch) => void;
}

/** A label of the ticket, and the menu to choose another. */
export function LabelButton(props: Props) {
  const { field, value, word, mark, isDeleted, opened, onOpenedChange, onChoose } = props;
  const { name } = strings.labels[field];
  const button = useRef<HTMLButtonElement>(null);
  // Not to where the keyboard was when a key opened it: that may be at another label.
  useDidUpdate(() => {
    if (!opened) button.current?.focus({ preventScroll: true });
  }, [opened]);
  return (
    <div className={classes.label}>
      <dt>{name}</dt>
      <dd>
        <Menu
          opened={opened}
          onChange={onOpenedChange}
          returnFocus={false}
          position="bottom-start"
          shadow="md"
          withInitialFocusPlaceholder={false}
          transitionProps={{ duration: 0 }}
        >
          <Menu.Target>
            <Button
              ref={button}
              variant="subtle"
              color="gray"
              size="compact-md"
              c="inherit"
              disabled={isDeleted}
              className={classes.value}
              fw={400}
              leftSection={mark}
              aria-label={strings.ticket.change(name, word)}
            >
              {word}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <LabelItems field={field} value={value} onChoose={onChoose} />
          </Menu.Dropdown>
        </Menu>
      </dd>
    </div>
  );
}
