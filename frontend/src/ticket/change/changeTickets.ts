import type { ApolloClient } from '@apollo/client';
import { codeOf } from '../../api/describeError';
import { askAboutConflicts, type Contested } from './conflicts';
import { putBack, recordDecisions, settleDecisions, takeOut } from './decisions';
import { type Edit, former, isNews, known, type Patch, showAtOnce } from './edit';
import { changed, confirmed, notice, tellFailed } from './notices';
import { type Done, type Failed, type Result, sendAll } from './send';
import { beginUndoable, offerUndo } from './undo';

/** What takes longer is told before it is done. */
const SLOW_MS = 500;

/** Which edits wait for the person's word, and which were not made. */
export interface Outcome {
  readonly contested: readonly Contested[];
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
  recordDecisions(client.cache, edits);
  const made = make(client, edits);
  const undoable = beginUndoable(
    () => made.then((results) => undo(client, part(results).done)),
    () => settleDecisions(edits),
  );
  const slowly = setTimeout(() => undoable.tell({ message: inWords(edits) }, group), SLOW_MS);
  const results = await made;
  clearTimeout(slowly);
  const { done, failed } = part(results);
  for (const { kind, edit } of results) if (kind !== 'done') takeOut(edit);
  if (done.length > 0) undoable.tell(notice(inWords(done.map(({ edit }) => edit)), failed), group);
  else undoable.end();
  if (done.length === 0 && failed.length > 0) tell(failed);
  return settle(client, results, tell);
}

/** Answers whether all of it was undone. */
async function undo(client: ApolloClient, changes: readonly Done[]): Promise<boolean> {
  const edits = changes.map(({ edit, before, ticket }) => ({
    id: edit.id,
    patch: former(before, edit.patch),
    withdraws: takeOut(edit),
    expectedVersion: ticket.version,
  }));
  const results = await make(client, edits);
  const { done, failed } = part(results);
  // What is gone cannot be brought back by trying again.
  const lost = failed.filter(isGone);
  if (lost.length > 0) tellFailed(lost);
  const refused = failed.filter((it) => !isGone(it));
  const again = changes.filter((_, index) => refused.some(({ edit }) => edit === edits[index]));
  for (const change of again) {
    putBack(change.edit, edits[changes.indexOf(change)]?.withdraws === true);
  }
  if (again.length > 0) {
    offerUndo(
      notice('', refused),
      () => undo(client, again),
      () => settleDecisions(again.map(({ edit }) => edit)),
    );
  }
  await settle(client, results, tellFailed);
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

const isGone = ({ error }: Failed) => codeOf(error) === 'NOT_FOUND';

function part(results: readonly Result[]) {
  return {
    done: results.filter((result): result is Done => result.kind === 'done'),
    failed: results.filter((result): result is Failed => result.kind === 'failed'),
  };
}

async function settle(
  client: ApolloClient,
  results: readonly Result[],
  tell: (failed: readonly Failed[]) => void,
): Promise<Outcome> {
  const { failed } = part(results);
  const edits = results.filter(({ kind }) => kind === 'conflict').map(({ edit }) => edit);
  if (edits.length === 0) return { contested: [], failed };
  const { contested, lost } = await askAboutConflicts(client, edits);
  if (lost.length > 0) tell(lost);
  return { contested, failed: [...failed, ...lost] };
}
