import { Button, Menu } from '@mantine/core';
import { IconArrowsSort, IconCheck } from '@tabler/icons-react';
import { strings } from '../../strings';
import { ORDERS, type TicketView } from '../view';

interface Props {
  readonly view: TicketView;
  readonly onChange: (view: TicketView) => void;
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
          c="dimmed"
          leftSection={<IconArrowsSort size={14} aria-hidden />}
          aria-label={`${words.name}: ${words[view.order]}`}
        >
          {words[view.order]}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {ORDERS.map((order) => (
          <Menu.Item
            key={order}
            role="menuitemradio"
            aria-checked={order === view.order}
            rightSection={order === view.order && <IconCheck size={16} aria-hidden />}
            onClick={() => onChange({ ...view, order })}
          >
            {words[order]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
