import '@mantine/core/styles/Affix.css';
import '@mantine/core/styles/ActionBar.css';
import { ActionBar, Button, Menu, VisuallyHidden } from '@mantine/core';
import {
  IconAntennaBars5,
  IconCategory,
  IconCircleDot,
  IconSparkles,
  IconTrash,
  type TablerIcon,
} from '@tabler/icons-react';
import { formatNumber } from '../../format';
import { strings } from '../../strings';
import { useIsNarrow } from '../../ui/useIsNarrow';
import type { Patch } from '../change/edit';
import { type ChangeableLabel, LabelItems } from './LabelMenu';
import classes from './SelectionBar.module.css';

const words = strings.list.selection;

const FIELDS: readonly { readonly field: ChangeableLabel; readonly Icon: TablerIcon }[] = [
  { field: 'category', Icon: IconCategory },
  { field: 'priority', Icon: IconAntennaBars5 },
  { field: 'status', Icon: IconCircleDot },
];

interface CountProps {
  readonly count: number;
  /** Whether these are all that are loaded. */
  readonly isAll: boolean;
  readonly onSelectAll: (isSelected: boolean) => void;
}

interface Props extends CountProps {
  readonly onPatch: (patch: Patch) => void;
  readonly onConfirm: () => void;
  readonly onRemove: () => void;
  readonly onClear: () => void;
}

/** What can be done with the selected tickets. */
export function SelectionBar(props: Props) {
  const { onPatch, onConfirm, onRemove, onClear } = props;
  return (
    <ActionBar
      opened
      withinPortal={false}
      aria-label={words.label}
      shadow="md"
      withBorder
      zIndex={150}
      transitionProps={{ duration: 0 }}
      className={classes.bar}
    >
      <Count {...props} />
      <ActionBar.Divider className={classes.divider} />
      {FIELDS.map(({ field, Icon }) => (
        <Menu key={field} position="top" shadow="md">
          <Menu.Target>
            <Button
              variant="subtle"
              size="xs"
              color="gray"
              c="inherit"
              leftSection={<Icon size="1rem" aria-hidden />}
              aria-label={strings.labels[field].name}
            >
              <span className={classes.word}>{strings.labels[field].name}</span>
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <LabelItems field={field} onChoose={onPatch} />
          </Menu.Dropdown>
        </Menu>
      ))}
      <Button
        variant="subtle"
        size="xs"
        color="gray"
        c="inherit"
        leftSection={<IconSparkles size="1rem" aria-hidden />}
        aria-label={words.confirm}
        onClick={onConfirm}
      >
        <span className={classes.word}>{words.confirm}</span>
      </Button>
      <Button
        variant="subtle"
        size="xs"
        color="red"
        c="var(--mantine-color-error)"
        leftSection={<IconTrash size="1rem" aria-hidden />}
        aria-label={words.remove}
        onClick={onRemove}
      >
        <span className={classes.word}>{words.remove}</span>
      </Button>
      <ActionBar.Divider className={classes.divider} />
      <ActionBar.CloseButton aria-label={words.clear} onClick={onClear} />
    </ActionBar>
  );
}

/** How many there are. Where the table has no head, all can be selected here. */
function Count({ count, isAll, onSelectAll }: CountProps) {
  const isNarrow = useIsNarrow();
  if (!isNarrow) {
    return <span className={classes.count}>{words.count(count)}</span>;
  }
  // There is room for the number alone.
  const number = formatNumber(count);
  const [before, after] = words.count(count).split(number);
  return (
    <label className={classes.all}>
      <input
        type="checkbox"
        aria-label={words.selectLoaded}
        checked={isAll}
        onChange={(event) => onSelectAll(event.currentTarget.checked)}
      />
      <span>
        <VisuallyHidden component="span">{before}</VisuallyHidden>
        {number}
        <VisuallyHidden component="span">{after}</VisuallyHidden>
      </span>
    </label>
  );
}
