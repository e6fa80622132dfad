import { VisuallyHidden } from '@mantine/core';
import { useState } from 'react';
import { strings } from '../../strings';
import { useFirst } from '../../ui/useFirst';
import type { TicketList } from './list';

const { found: foundInWords, selection } = strings.list;

interface Props {
  readonly list: TicketList;
  readonly found: number | undefined;
  readonly selected: number;
}

/**
 * What is read out about the list: how many tickets a filter finds, but not how many come and go afterwards; and how
 * many are selected.
 */
export function Announcements({ list, found, selected }: Props) {
  const first = useFirst(list, found);
  const [hasSelected, setHasSelected] = useState(false);
  if (selected > 0 && !hasSelected) setHasSelected(true);
  return (
    <>
      <VisuallyHidden role="status">{first !== undefined && foundInWords(first)}</VisuallyHidden>
      <VisuallyHidden role="status">{hasSelected && selection.announce(selected)}</VisuallyHidden>
    </>
  );
}
