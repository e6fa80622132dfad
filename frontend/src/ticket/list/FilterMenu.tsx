import { Button, Menu } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { strings } from '../../strings';
import { MenuMark } from '../../ui/MenuChoice';
import type { ChangeView } from '../useViewChange';
import { LABELS, type LabelField, type TicketView } from '../view';
import { FilterName } from './FilterName';
import { LabelMark } from './LabelMark';
import classes from './Toolbar.module.css';

interface Props {
  readonly field: LabelField;
  readonly view: TicketView;
  readonly onChange: ChangeView;
}

/** Chooses several labels of one field. */
export function FilterMenu({ field, view, onChange }: Props) {
  const names = strings.labels[field] as Record<string, string>;
  const chosen: readonly string[] = view[field];
  const [first] = chosen;
  const summary =
    first &&
    (chosen.length === 1
      ? names[first]
      : strings.list.filters.more(names[first] ?? '', chosen.length - 1));
  return (
    <Menu closeOnItemClick={false} position="bottom-start" shadow="md">
      <Menu.Target>
        <Button
          variant={first ? 'light' : 'default'}
          size="xs"
          className={classes.filter}
          rightSection={<IconChevronDown size="0.875rem" aria-hidden />}
        >
          <FilterName name={names.name ?? ''} chosen={summary || undefined} />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {LABELS[field].map((label) => (
          <Menu.CheckboxItem
            key={label}
            checked={chosen.includes(label)}
            onChange={() => onChange((view) => toggled(view, field, label))}
          >
            <MenuMark mark={<LabelMark field={field} label={label} />}>{names[label]}</MenuMark>
          </Menu.CheckboxItem>
        ))}
        {first && (
          <>
            <Menu.Divider />
            <Menu.Item
              closeMenuOnClick
              onClick={() => onChange((view) => ({ ...view, [field]: [] }))}
            >
              {strings.list.filters.clearOne}
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

/** The view with a label more, or less; the labels keep their order. */
export function toggled(view: TicketView, field: LabelField, label: string): TicketView {
  const chosen: readonly string[] = view[field];
  const labels = LABELS[field].filter((it) => chosen.includes(it) !== (it === label));
  return { ...view, [field]: labels };
}
