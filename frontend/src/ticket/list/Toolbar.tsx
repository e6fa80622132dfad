import { Button } from '@mantine/core';
import { IconAdjustmentsHorizontal } from '@tabler/icons-react';
import { type Ref, Suspense, useState } from 'react';
import { strings } from '../../strings';
import { lazyPart } from '../../ui/lazyPart';
import { useIsNarrow } from '../../ui/useIsNarrow';
import type { ChangeView } from '../useViewChange';
import { EVERYTHING, isFiltered, LABEL_FIELDS, type TicketView } from '../view';
import { CreatedMenu } from './CreatedMenu';
import { FilterMenu } from './FilterMenu';
import { OrderMenu } from './OrderMenu';
import { SearchField } from './SearchField';
import classes from './Toolbar.module.css';

const FilterDrawer = lazyPart(async () => (await import('./FilterDrawer')).FilterDrawer);

const { filters } = strings.list;

interface Props {
  readonly searchRef: Ref<HTMLInputElement>;
  readonly view: TicketView;
  readonly count: number | undefined;
  readonly onChange: ChangeView;
  readonly onEnter: (isOnItsWay: boolean) => void;
}

/** Search, filters, order, and how many tickets match. On a phone the filters fold into one button. */
export function Toolbar({ searchRef, view, count, onChange, onEnter }: Props) {
  const isNarrow = useIsNarrow();
  const [isOpen, setIsOpen] = useState(false);
  const active = LABEL_FIELDS.filter((field) => view[field].length > 0).length;
  const activeCount = active + (view.created ? 1 : 0);
  return (
    <search className={classes.toolbar}>
      <SearchField
        ref={searchRef}
        search={view.search}
        // Back does not go letter by letter.
        onSearch={(search) => onChange((view) => ({ ...view, search }), view.search !== '')}
        onEnter={onEnter}
      />
      {isNarrow ? (
        <Button
          variant={activeCount > 0 ? 'light' : 'default'}
          size="xs"
          leftSection={<IconAdjustmentsHorizontal size="0.875rem" aria-hidden />}
          onClick={() => setIsOpen(true)}
        >
          {activeCount > 0 ? filters.openActive(activeCount) : filters.open}
        </Button>
      ) : (
        <div className={classes.filters}>
          {LABEL_FIELDS.map((field) => (
            <FilterMenu key={field} field={field} view={view} onChange={onChange} />
          ))}
          <CreatedMenu view={view} onChange={onChange} />
          {isFiltered(view) && (
            <Button
              variant="subtle"
              size="xs"
              className={classes.clear}
              onClick={() => onChange(({ order }) => ({ ...EVERYTHING, order }))}
            >
              {filters.clear}
            </Button>
          )}
        </div>
      )}
      <div className={classes.end}>
        {!isNarrow && <OrderMenu view={view} onChange={onChange} />}
        <span className={classes.count}>{count !== undefined && strings.list.count(count)}</span>
      </div>
      {isOpen && (
        <Suspense>
          <FilterDrawer
            view={view}
            count={count}
            onChange={onChange}
            onClose={() => setIsOpen(false)}
          />
        </Suspense>
      )}
    </search>
  );
}
