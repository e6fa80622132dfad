import { Button } from '@mantine/core';
import { useRef } from 'react';
import { strings } from '../strings';
import { FilterMenu } from '../ticket/list/FilterMenu';
import { SearchField } from '../ticket/list/SearchField';
import type { ChangeView } from '../ticket/useViewChange';
import { EVERYTHING, isFiltered, LABEL_FIELDS, type TicketView } from '../ticket/view';
import classes from './Filters.module.css';

interface Props {
  readonly view: TicketView;
  readonly onChange: ChangeView;
}

/** The filters of the list, for the tickets that are counted. */
export function Filters({ view, onChange }: Props) {
  const search = useRef<HTMLInputElement>(null);
  return (
    <search className={classes.filters}>
      <SearchField
        ref={search}
        search={view.search}
        // Back does not go letter by letter.
        onSearch={(search) => onChange((view) => ({ ...view, search }), view.search !== '')}
        onEnter={() => {}}
      />
      {LABEL_FIELDS.map((field) => (
        <FilterMenu key={field} field={field} view={view} onChange={onChange} />
      ))}
      {isFiltered({ ...view, created: undefined }) && (
        <Button
          variant="subtle"
          size="xs"
          className={classes.clear}
          onClick={() => onChange(({ created }) => ({ ...EVERYTHING, created }))}
        >
          {strings.list.filters.clear}
        </Button>
      )}
    </search>
  );
}
