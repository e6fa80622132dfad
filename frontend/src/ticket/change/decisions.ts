/**
 * The decisions on suggestions that can still be undone. A ticket of which two labels were changed one after the other
 * waits for a person again once both are back, in whichever order.
 */
import { decides, type Edit, type Known } from './edit';
import type { Done } from './send';

/** What was suggested for a ticket. */
const suggested = new Map<string, Pick<Known, 'category' | 'priority'>>();

/** Notes what was suggested before these changes decided on it. */
export function recordDecisions(changes: readonly Done[]) {
  for (const { edit, before } of changes) {
    const { category, priority } = before;
    if (decides(before, edit.patch)) suggested.set(edit.id, { category, priority });
  }
}

/** Whether a ticket would be as it was before a person decided. */
export function isAsSuggested({ id, category, priority }: Known): boolean {
  const former = suggested.get(id ?? '');
  return former?.category === category && former?.priority === priority;
}

/** What was decided stands. */
export function settleDecisions(edits: readonly Edit[]) {
  for (const { id } of edits) suggested.delete(id);
}
