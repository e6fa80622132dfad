import { type NotificationData, notifications } from '@mantine/notifications';
import { describeError } from '../../api/describeError';
import { formatList } from '../../format';
import { strings } from '../../strings';
import type { Edit } from './edit';
import { patchInWords } from './inWords';
import type { Failed } from './send';

/** `#12: Priority → High.` */
export function changed(edits: readonly Edit[]): string {
  const [id = '', ...others] = new Set(edits.map((edit) => edit.id));
  const [what = '', ...more] = new Set(edits.map(({ patch }) => patchInWords(patch)));
  const { one, many, differently } = strings.change.changed;
  if (others.length === 0) return one(id, [what, ...more].join(', '));
  return more.length === 0 ? many(1 + others.length, what) : differently(1 + others.length);
}

/** `#12: suggestion confirmed.` */
export function confirmed(edits: readonly Edit[]): string {
  const [first] = edits;
  const { one, many } = strings.change.confirmed;
  return edits.length === 1 && first ? one(first.id) : many(edits.length);
}

/** What was done, and what was not. */
export function notice(done: string, failed: readonly Failed[]): NotificationData {
  if (failed.length === 0) return { message: done };
  return { message: `${done} ${failures(failed)}`.trim(), color: 'red' };
}

export function tellFailed(failed: readonly Failed[]) {
  notifications.show({ ...notice('', failed), autoClose: 10_000 });
}

export function tellNotDeleted(id: string, error: unknown) {
  const message = strings.change.notDeleted(id, describeError(error));
  notifications.show({ color: 'red', message, autoClose: 10_000 });
}

/** More numbers than these nobody reads. */
const NAMED = 5;

/** Which tickets were not changed, for each cause. */
function failures(failed: readonly Failed[]): string {
  const { one, many, tickets } = strings.change.failed;
  const byCause = new Map<string, string[]>();
  for (const { edit, error } of failed) {
    const cause = describeError(error);
    byCause.set(cause, [...(byCause.get(cause) ?? []), strings.ticket.number(edit.id)]);
  }
  const sentences = [...byCause].map(([cause, ids]) => {
    const named = ids.length > NAMED ? tickets(ids.length) : formatList(ids);
    return (ids.length === 1 ? one : many)(named, cause);
  });
  return sentences.join(' ');
}
