import { Button, Menu } from '@mantine/core';
import { IconArrowsSort } from '@tabler/icons-react';
import { strings } from '../../strings';
import { MenuChoice } from '../../ui/MenuChoice';
import type { ChangeView } from '../useViewChange';
import { ORDERS, type TicketView } from '../view';

interface Props {
  readonly view: TicketView;
  readonly onChange: ChangeView;
}

export function OrderMenu({ view, onChange }: Props) {
  const words = strings.list.order;
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          size="xs"
          leftSection={<IconArrowsSort size="0.875rem" aria-hidden />}
          aria-label={`${words.name}: ${words[view.order]}`}
        >
          {words[view.order]}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {ORDERS.map((order) => (
          <MenuChoice
            key={order}
            isChosen={order === view.order}
            onChoose={() => onChange((view) => ({ ...view, order }))}
          >
            {words[order]}
          </MenuChoice>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
