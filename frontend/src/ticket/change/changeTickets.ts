import type { ApolloClient } from '@apollo/client';
import { askAboutConflicts } from './conflicts';
import { isAsSuggested, recordDecisions, settleDecisions } from './decisions';
import { type Edit, former, isNews, known, type Patch, showAtOnce } from './edit';
import { changed, confirmed, notice, tellFailed } from './notices';
import { type Done, type Failed, type Result, sendAll } from './send';
import { beginUndoable, offerUndo } from './undo';

/** What takes longer is told before it is done. */
const SLOW_MS = 500;

/** How many edits wait for the person's word, and which were not made. */
export interface Outcome {
  readonly conflicts: number;
  readonly failed: readonly Failed[];
}

/**
 * Changes one ticket or several. They are shown as changed at once; what fails goes back, and is told with its
 * cause, in a notice unless somebody else does; what others have changed meanwhile is asked about; the rest can be
 * undone for ten seconds.
 */
export function changeTickets(
  client: ApolloClient,
  edits: readonly Edit[],
  tell = tellFailed,
): Promise<Outcome> {
  const news = edits.filter(
    ({ id, patch, withdraws }) => withdraws || isNews(known(client.cache, id), patch),
  );
  return change(client, news, changed, tell);
}

/** Gives one patch to one ticket or several. */
export function patchTickets(client: ApolloClient, ids: readonly string[], patch: Patch) {
  return changeTickets(
    client,
    ids.map((id) => ({ id, patch })),
  );
}

/** Says that the suggestions are right, where they still wait for a person. */
export function confirmSuggestions(client: ApolloClient, ids: readonly string[]): Promise<Outcome> {
  const edits = ids.flatMap((id) => {
    const { triage, category, priority } = known(client.cache, id);
    return triage === 'UNCONFIRMED' && category && priority
      ? [{ id, patch: { category, priority } }]
      : [];
  });
  // There may be many of these in a row.
  return change(client, edits, confirmed, tellFailed, 'confirmed');
}

async function change(
  client: ApolloClient,
  edits: readonly Edit[],
  inWords: (edits: readonly Edit[]) => string,
  tell: (failed: readonly Failed[]) => void,
  group?: string,
): Promise<Outcome> {
  const made = make(client, edits);
  const undoable = beginUndoable(
    () => made.then((results) => undo(client, part(results).done)),
    () => settleDecisions(edits),
  );
  const slowly = setTimeout(() => undoable.tell({ message: inWords(edits) }, group), SLOW_MS);
  const results = await made;
  clearTimeout(slowly);
  const { done, failed } = part(results);
  recordDecisions(done);
  if (done.length > 0) undoable.tell(notice(inWords(done.map(({ edit }) => edit)), failed), group);
  else undoable.end();
  if (done.length === 0 && failed.length > 0) tell(failed);
  return settle(client, results);
}

/** Answers whether all of it was undone. */
async function undo(client: ApolloClient, changes: readonly Done[]): Promise<boolean> {
  const edits = changes.map(({ edit, before, ticket }) => {
    const { id } = edit;
    const patch = former(before, edit.patch);
    const withdraws = isAsSuggested({ ...known(client.cache, id), ...patch });
    return { id, patch, withdraws, expectedVersion: ticket.version };
  });
  const results = await make(client, edits);
  const { done, failed } = part(results);
  const again = changes.filter(({ edit }) => failed.some((it) => it.edit.id === edit.id));
  if (again.length > 0) {
    offerUndo(
      notice('', failed),
      () => undo(client, again),
      () => settleDecisions(edits),
    );
  }
  settleDecisions(done.map(({ edit }) => edit).filter(({ withdraws }) => withdraws));
  await settle(client, results);
  return changes.length > 0 && done.length === changes.length;
}

let layers = 0;

async function make(client: ApolloClient, edits: readonly Edit[]): Promise<Result[]> {
  const before = edits.map(({ id }) => known(client.cache, id));
  layers += 1;
  const layer = `change ${layers}`;
  showAtOnce(client.cache, layer, edits);
  const results = await sendAll(client, edits, before);
  client.cache.removeOptimistic(layer);
  return results;
}

function part(results: readonly Result[]) {
  return {
    done: results.filter((result): result is Done => result.kind === 'done'),
    failed: results.filter((result): result is Failed => result.kind === 'failed'),
  };
}

async function settle(client: ApolloClient, results: readonly Result[]): Promise<Outcome> {
  const { failed } = part(results);
  const conflicts = results.filter((result) => result.kind === 'conflict');
  const contested = conflicts.map(({ edit }) => edit);
  const lost = contested.length > 0 ? await askAboutConflicts(client, contested) : [];
  if (lost.length > 0) tellFailed(lost);
  return { conflicts: conflicts.length - lost.length, failed: [...failed, ...lost] };
}
