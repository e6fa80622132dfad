import type { ApolloCache } from '@apollo/client';
import { strings } from '../strings';
import type { Command } from '../ui/commands';
import { isNews, known, type Patch } from './change/edit';
import { patchInWords } from './change/inWords';
import { CATEGORIES, PRIORITIES, STATUSES } from './labels';

const PATCHES: readonly Patch[] = [
  ...PRIORITIES.map((priority) => ({ priority })),
  ...STATUSES.map((status) => ({ status })),
  ...CATEGORIES.map((category) => ({ category })),
];

export interface TicketActions {
  readonly patch: (ids: readonly string[], patch: Patch) => void;
  readonly confirm: (ids: readonly string[]) => void;
  readonly remove: (ids: readonly string[]) => void;
}

/** What the command bar can do with a ticket, or with the selected ones. */
export function ticketCommands(
  cache: ApolloCache,
  ids: readonly string[],
  { patch, confirm, remove }: TicketActions,
): readonly Command[] {
  const { commands, help } = strings.keys;
  const [first] = ids;
  if (first === undefined) return [];
  const subject = ids.length === 1 ? strings.ticket.number(first) : commands.group(ids.length);
  const group = subject;
  const canConfirm = ids.some((id) => known(cache, id).triage === 'UNCONFIRMED');
  const confirming = { label: help.confirm, group, subject, keyName: 'A', run: () => confirm(ids) };
  return [
    ...(canConfirm ? [confirming] : []),
    ...PATCHES.filter((it) => ids.some((id) => isNews(known(cache, id), it))).map((it) => ({
      label: patchInWords(it),
      group,
      subject,
      run: () => patch(ids, it),
    })),
    { label: strings.ticket.delete, group, subject, run: () => remove(ids) },
  ];
}
