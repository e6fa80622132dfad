import { Menu } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './MenuChoice.module.css';

interface Props {
  readonly isChosen: boolean;
  /** Whether the keyboard comes to it when the menu opens; left out, to the one that is chosen. */
  readonly isFirst?: boolean;
  readonly mark?: ReactNode;
  readonly children: string;
  /** Called also when the chosen one is chosen again. */
  readonly onChoose: () => void;
}

/** One of several things in a menu, of which one is chosen. */
export function MenuChoice({ isChosen, isFirst = isChosen, mark, children, onChoose }: Props) {
  return (
    <Menu.RadioItem
      value=""
      checked={isChosen}
      checkIcon={<IconCheck size="1rem" aria-hidden />}
      closeMenuOnClick
      data-autofocus={isFirst || undefined}
      onClick={onChoose}
    >
      <MenuMark mark={mark}>{children}</MenuMark>
    </Menu.RadioItem>
  );
}

/** A name with its mark. */
export function MenuMark({ mark, children }: { mark: ReactNode; children: ReactNode }) {
  return (
    <span className={classes.marked}>
      {mark}
      {children}
    </span>
  );
}
