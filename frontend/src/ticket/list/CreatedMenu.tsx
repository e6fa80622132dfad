import { Button, Menu } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { Suspense, useState } from 'react';
import { strings } from '../../strings';
import { lazyPart } from '../../ui/lazyPart';
import { MenuChoice } from '../../ui/MenuChoice';
import type { ChangeView } from '../useViewChange';
import { type Created, RANGES, type RangeName, type TicketView } from '../view';
import { createdInWords } from './createdInWords';
import { FilterName } from './FilterName';
import classes from './Toolbar.module.css';

const CustomDays = lazyPart(async () => (await import('./CustomDays')).CustomDays);

const { created: words } = strings.list;

interface Props {
  readonly view: TicketView;
  readonly onChange: ChangeView;
}

/** Chooses when the tickets were created: a range up to today, or days of one's own. */
export function CreatedMenu({ view, onChange }: Props) {
  const [isChoosing, setIsChoosing] = useState(false);
  const { created } = view;
  const choose = (created: Created | undefined) => onChange((view) => ({ ...view, created }));
  const range = created && 'range' in created ? created.range : undefined;
  const isCustom = created !== undefined && range === undefined;

  const item = (name: string, isChosen: boolean, onClick: () => void) => (
    <MenuChoice key={name} isChosen={isChosen} onChoose={onClick}>
      {name}
    </MenuChoice>
  );
  return (
    <>
      <Menu position="bottom-start" shadow="md">
        <Menu.Target>
          <Button
            variant={created ? 'light' : 'default'}
            size="xs"
            className={classes.filter}
            rightSection={<IconChevronDown size="0.875rem" aria-hidden />}
          >
            <FilterName name={words.name} chosen={created && createdInWords(created)} />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {item(words.any, created === undefined, () => choose(undefined))}
          {(Object.keys(RANGES) as RangeName[]).map((name) =>
            item(words[name], range === name, () => choose({ range: name })),
          )}
          {item(words.custom, isCustom, () => setIsChoosing(true))}
        </Menu.Dropdown>
      </Menu>
      {isChoosing && (
        <Suspense>
          <CustomDays created={created} onChoose={choose} onClose={() => setIsChoosing(false)} />
        </Suspense>
      )}
    </>
  );
}
