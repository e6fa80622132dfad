import { type NotificationData, notifications } from '@mantine/notifications';
import { describeError } from '../../api/describeError';
import { formatList } from '../../format';
import { strings } from '../../strings';
import type { Edit } from './edit';
import type { Done, Failed } from './send';
import { patchInWords } from './words';

/** What is being changed; for a notice with an offer to undo. */
export function changingNotice(edits: readonly Edit[]): NotificationData {
  return { message: changed(edits) };
}

/** What was changed, and what was not; for a notice with an offer to undo. */
export function changedNotice(done: readonly Done[], failed: readonly Failed[]): NotificationData {
  return withFailures(changed(done.map(({ edit }) => edit)), failed);
}

/** There may be many of these in a row, so each takes the place of the one before. */
export function tellConfirmed(done: readonly Done[], failed: readonly Failed[]) {
  const { one, many } = strings.change.confirmed;
  const confirmed = done.length === 1 && done[0] ? one(done[0].edit.id) : many(done.length);
  const id = 'confirmed';
  notifications.hide(id);
  notifications.show({ ...withFailures(confirmed, failed), id, autoClose: 3000 });
}

export function tellFailed(failed: readonly Failed[]) {
  notifications.show({ ...failuresNotice(failed), autoClose: 10_000 });
}

/** What was not changed. */
export function failuresNotice(failed: readonly Failed[]): NotificationData {
  return { color: 'red', message: failures(failed) };
}

export function tellNotDeleted(id: string, error: unknown) {
  const message = strings.change.notDeleted(id, describeError(error));
  notifications.show({ color: 'red', message, autoClose: 10_000 });
}

function changed(edits: readonly Edit[]): string {
  const [first] = edits;
  const what = first ? patchInWords(first.patch) : '';
  const { one, many } = strings.change.changed;
  return edits.length === 1 && first ? one(first.id, what) : many(edits.length, what);
}

function withFailures(message: string, failed: readonly Failed[]): NotificationData {
  if (failed.length === 0) return { message };
  return { message: `${message} ${failures(failed)}`, color: 'red' };
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
