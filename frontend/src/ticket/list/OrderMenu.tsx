import { Button, Menu } from '@mantine/core';
import { IconArrowsSort } from '@tabler/icons-react';
import { startTransition, useOptimistic } from 'react';
import { strings } from '../../strings';
import { MenuChoice } from '../../ui/MenuChoice';
import type { ChangeView } from '../useViewChange';
import { ORDERS, type Order, type TicketView } from '../view';

interface Props {
  readonly view: TicketView;
  readonly onChange: ChangeView;
}

export function OrderMenu({ view, onChange }: Props) {
  const words = strings.list.order;
  // The list takes a moment; the keyboard comes back to the button before, and its name is read out then.
  const [chosen, showAtOnce] = useOptimistic(view.order);
  const choose = (order: Order) =>
    startTransition(() => {
      showAtOnce(order);
      onChange((view) => ({ ...view, order }));
    });
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          size="xs"
          leftSection={<IconArrowsSort size="0.875rem" aria-hidden />}
          aria-label={`${words.name}: ${words[chosen]}`}
        >
          {words[chosen]}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {ORDERS.map((order) => (
          <MenuChoice key={order} isChosen={order === chosen} onChoose={() => choose(order)}>
            {words[order]}
          </MenuChoice>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
