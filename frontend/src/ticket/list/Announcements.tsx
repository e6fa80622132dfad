import { VisuallyHidden } from '@mantine/core';
import { useState } from 'react';
import { strings } from '../../strings';
import { useFirst } from '../../ui/useFirst';
import type { TicketList } from './list';

const { found: foundInWords, selection } = strings.list;

interface Props {
  readonly list: TicketList;
  readonly found: number | undefined;
  readonly isEmpty: boolean;
  readonly selected: number;
}

/**
 * What is read out about the list: how many tickets a filter finds, but not how many come and go afterwards,
 * unless none is left; and how many are selected.
 */
export function Announcements({ list, found, isEmpty, selected }: Props) {
  const first = useFirst(isEmpty ? 'nothing' : list, isEmpty ? 0 : found);
  const [hasSelected, setHasSelected] = useState(false);
  if (selected > 0 && !hasSelected) setHasSelected(true);
  return (
    <>
      <VisuallyHidden role="status">
        {/* The same number of another filter is news, too. */}
        {first && <span key={first.turn}>{foundInWords(first.value)}</span>}
      </VisuallyHidden>
      <VisuallyHidden role="status">{hasSelected && selection.announce(selected)}</VisuallyHidden>
    </>
  );
}
