import type { ApolloCache } from '@apollo/client';
import type { UpdateTicketInput } from '../../graphql.generated';
import { type KnownTicketFragment, KnownTicketFragmentDoc } from './KnownTicket.generated';

export type Field = 'title' | 'description' | 'category' | 'priority' | 'status';

/** New values for some of a ticket's fields. */
export type Patch = { readonly [F in Field]?: NonNullable<UpdateTicketInput[F]> };

export interface Edit {
  readonly id: string;
  readonly patch: Patch;
  /** Whether nobody is to have decided on the suggestion; the labels of the patch are the suggestion's then. */
  readonly withdraws?: boolean;
  /** The version that the person saw; left out, the one that the page shows. */
  readonly expectedVersion?: number;
}

/** What the page knows of a ticket; not every field of every ticket was loaded. */
export type Known = Partial<KnownTicketFragment>;

/** What the page shows of a ticket, changes under way included. */
export function known(cache: ApolloCache, id: string): Known {
  return (
    cache.readFragment({
      fragment: KnownTicketFragmentDoc,
      from: { __typename: 'Ticket', id },
      optimistic: true,
      returnPartialData: true,
    }) ?? {}
  );
}

export const fieldsOf = (patch: Patch) => Object.keys(patch) as Field[];

/** A label that is chosen as it is decides on a suggestion that waits; everything else unchanged is no edit. */
export function isNews(before: Known, patch: Patch): boolean {
  return decides(before, patch) || fieldsOf(patch).some((field) => patch[field] !== before[field]);
}

/** The values that `patch` replaces, as far as they are known: what undoes it. */
export function former(before: Known, patch: Patch): Patch {
  const known = fieldsOf(patch).filter((field) => before[field] !== undefined);
  return Object.fromEntries(known.map((field) => [field, before[field]]));
}

/** Whether the patch says something about what was suggested. */
export const givesLabels = (patch: Patch) =>
  patch.category !== undefined || patch.priority !== undefined;

/** Whether the patch decides on a suggestion that waits for a person. */
export function decides(before: Known, patch: Patch): boolean {
  return before.triage === 'UNCONFIRMED' && givesLabels(patch);
}

/** What the ticket's triage becomes, as far as that can be told without the server. */
function triageAfter(before: Known, { patch, withdraws }: Edit): Known['triage'] {
  if (withdraws) return 'UNCONFIRMED';
  const suggested = before.triage === 'UNCONFIRMED' || before.triage === 'CONFIRMED';
  if (!givesLabels(patch) || !suggested) return before.triage;
  const kept =
    (patch.category ?? before.category) === before.category &&
    (patch.priority ?? before.priority) === before.priority;
  return kept ? 'CONFIRMED' : 'OVERRULED';
}

/** Shows the tickets as they will be, until the layer is removed again. */
export function showAtOnce(cache: ApolloCache, layer: string, edits: readonly Edit[]) {
  cache.batch({
    optimistic: layer,
    update: (cache) => {
      for (const edit of edits) {
        const { id, patch } = edit;
        const after = { ...patch, triage: triageAfter(known(cache, id), edit) };
        cache.modify({
          id: cache.identify({ __typename: 'Ticket', id }),
          fields: (value: unknown, { fieldName }) =>
            after[fieldName as keyof typeof after] ?? value,
        });
      }
    },
  });
}
