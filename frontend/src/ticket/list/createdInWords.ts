import { formatDay, formatDays } from '../../format';
import { strings } from '../../strings';
import type { Created } from '../view';

export function createdInWords(created: Created): string {
  const words = strings.list.created;
  if ('range' in created) return words[created.range];
  const { from, to } = created;
  if (from && to) return formatDays(from, to);
  return from ? words.since(formatDay(from)) : words.until(formatDay(to ?? ''));
}
