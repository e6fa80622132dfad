import '@mantine/core/styles/Drawer.css';
import '@mantine/core/styles/Chip.css';
import { Button, Chip, Drawer, Group, NativeSelect, Stack } from '@mantine/core';
import { strings } from '../../strings';
import { MenuMark } from '../../ui/MenuChoice';
import { useReturnFocus } from '../../ui/useReturnFocus';
import type { ChangeView } from '../useViewChange';
import { EVERYTHING, LABEL_FIELDS, LABELS, ORDERS, type Order, type TicketView } from '../view';
import { CreatedMenu } from './CreatedMenu';
import { toggled } from './FilterMenu';
import { LabelMark } from './LabelMark';
import classes from './Toolbar.module.css';

const { filters, order: orderWords } = strings.list;

interface Props {
  readonly view: TicketView;
  readonly count: number | undefined;
  readonly onChange: ChangeView;
  readonly onClose: () => void;
}

/** All filters one below the other, for small screens. */
export function FilterDrawer({ view, count, onChange, onClose }: Props) {
  useReturnFocus();
  return (
    // Without `Drawer.Body`, whose text would all be read out at once.
    <Drawer.Root opened onClose={onClose} position="bottom" size="auto">
      <Drawer.Overlay />
      <Drawer.Content className={classes.drawer}>
        <Drawer.Header>
          <Drawer.Title>{filters.open}</Drawer.Title>
          <Drawer.CloseButton />
        </Drawer.Header>
        <Stack gap="md" p="md" pt={0} flex="1 0 auto">
          {LABEL_FIELDS.map((field) => {
            const names = strings.labels[field] as Record<string, string>;
            const chosen: readonly string[] = view[field];
            return (
              <fieldset key={field} className={classes.fieldset}>
                <legend>{names.name}</legend>
                <Group gap="xs">
                  {LABELS[field].map((label) => (
                    <Chip
                      key={label}
                      size="md"
                      variant="light"
                      checked={chosen.includes(label)}
                      onChange={() => onChange((view) => toggled(view, field, label))}
                    >
                      <MenuMark mark={<LabelMark field={field} label={label} />}>
                        {names[label]}
                      </MenuMark>
                    </Chip>
                  ))}
                </Group>
              </fieldset>
            );
          })}
          <Group gap="xs">
            <CreatedMenu view={view} onChange={onChange} />
          </Group>
          <NativeSelect
            label={orderWords.name}
            value={view.order}
            data={ORDERS.map((value) => ({ value, label: orderWords[value] }))}
            onChange={(event) => {
              const order = event.currentTarget.value as Order;
              onChange((view) => ({ ...view, order }));
            }}
          />
          <Group justify="space-between" className={classes.done}>
            <Button
              variant="subtle"
              onClick={() => onChange(({ search, order }) => ({ ...EVERYTHING, search, order }))}
            >
              {filters.clear}
            </Button>
            <Button onClick={onClose}>{filters.show(count)}</Button>
          </Group>
        </Stack>
      </Drawer.Content>
    </Drawer.Root>
  );
}
