/**
 * Of each ticket that waited for a person, the changes to its labels since then that can still be undone. When the last
 * of them is undone, in whichever order, the ticket waits for a person again.
 */
import type { ApolloCache } from '@apollo/client';
import { decides, type Edit, givesLabels, known } from './edit';

const undoable = new Map<string, Set<Edit>>();

/** Notes the changes that are about to decide on a suggestion, and those that follow. */
export function recordDecisions(cache: ApolloCache, edits: readonly Edit[]) {
  for (const edit of edits) {
    if (decides(known(cache, edit.id), edit.patch)) undoable.set(edit.id, new Set([edit]));
    else if (givesLabels(edit.patch)) undoable.get(edit.id)?.add(edit);
  }
}

/** Takes out a change that is being undone, or was not made; answers whether nothing is decided then. */
export function takeOut(edit: Edit): boolean {
  const edits = undoable.get(edit.id);
  const isLast = edits?.delete(edit) === true && edits.size === 0;
  if (isLast) undoable.delete(edit.id);
  return isLast;
}

/** Takes note again of a change that could not be undone. */
export function putBack(edit: Edit, wasLast: boolean) {
  if (wasLast) undoable.set(edit.id, new Set([edit]));
  else if (givesLabels(edit.patch)) undoable.get(edit.id)?.add(edit);
}

/** What was decided by these changes stands. */
export function settleDecisions(edits: readonly Edit[]) {
  for (const edit of edits) {
    if (undoable.get(edit.id)?.has(edit)) undoable.delete(edit.id);
  }
}
