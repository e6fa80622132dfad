import { Menu } from '@mantine/core';
import type { ReactNode } from 'react';
import { strings } from '../../strings';
import { MenuChoice } from '../../ui/MenuChoice';
import { CategoryMark } from '../CategoryMark';
import type { Patch } from '../change/edit';
import { CATEGORIES, PRIORITIES, STATUSES } from '../labels';
import { PriorityMark } from '../PriorityMark';
import { StatusMark } from '../StatusMark';
import { LABELS } from '../view';
import classes from './LabelMenu.module.css';

export type ChangeableLabel = 'category' | 'priority' | 'status';

export interface MenuPlace {
  readonly field: ChangeableLabel;
  readonly ids: readonly string[];
  /** What the tickets have, if they all have the same. */
  readonly value: string | undefined;
  /** Where it opens, from the upper left corner of what it stands in. */
  readonly left: number;
  readonly top: number;
}

interface Props {
  readonly place: MenuPlace | undefined;
  readonly onChoose: (patch: Patch) => void;
  readonly onClose: () => void;
}

/** The choices of a label. One menu serves all rows, so a row costs next to nothing. */
export function LabelMenu({ place, onChoose, onClose }: Props) {
  return (
    <Menu
      opened={place !== undefined}
      onClose={onClose}
      position="bottom-start"
      offset={2}
      shadow="md"
      // Whoever opened it knows where the keyboard was.
      returnFocus={false}
      transitionProps={{ duration: 0 }}
    >
      <Menu.Target>
        <button
          type="button"
          className={classes.anchor}
          style={{ left: place?.left, top: place?.top }}
          tabIndex={-1}
          aria-hidden
          aria-label={place && strings.labels[place.field].name}
        />
      </Menu.Target>
      {place && (
        <Menu.Dropdown>
          <LabelItems {...place} onChoose={onChoose} />
        </Menu.Dropdown>
      )}
    </Menu>
  );
}

interface ItemsProps {
  readonly field: ChangeableLabel;
  readonly value?: string | undefined;
  readonly onChoose: (patch: Patch) => void;
}

/** The choices of one label, for any menu. */
export function LabelItems({ field, value, onChoose }: ItemsProps) {
  const item = (label: string, name: string, mark: ReactNode) => (
    <MenuChoice
      key={label}
      isChosen={label === value}
      // Where tickets differ none is chosen.
      isFirst={label === (value ?? LABELS[field][0])}
      mark={mark}
      onChoose={() => onChoose({ [field]: label })}
    >
      {name}
    </MenuChoice>
  );
  const { labels } = strings;
  switch (field) {
    case 'category':
      return CATEGORIES.map((it) => item(it, labels.category[it], <CategoryMark category={it} />));
    case 'priority':
      return PRIORITIES.map((it) => item(it, labels.priority[it], <PriorityMark priority={it} />));
    case 'status':
      return STATUSES.map((it) => item(it, labels.status[it], <StatusMark status={it} />));
  }
}
