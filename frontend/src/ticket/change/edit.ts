import type { ApolloCache } from '@apollo/client';
import type { UpdateTicketInput } from '../../graphql.generated';
import { type KnownTicketFragment, KnownTicketFragmentDoc } from './KnownTicket.generated';

export type Field = 'title' | 'description' | 'category' | 'priority' | 'status';

/** New values for some of a ticket's fields. */
export type Patch = { readonly [F in Field]?: NonNullable<UpdateTicketInput[F]> };

export interface Edit {
  readonly id: string;
  readonly patch: Patch;
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
  return fieldsOf(patch).some(
    (field) =>
      patch[field] !== before[field] ||
      ((field === 'category' || field === 'priority') && before.triage === 'UNCONFIRMED'),
  );
}

/** The values that `patch` replaces, as far as they are known: what undoes it. */
export function former(before: Known, patch: Patch): Patch {
  const known = fieldsOf(patch).filter((field) => before[field] !== undefined);
  return Object.fromEntries(known.map((field) => [field, before[field]]));
}

/** What the ticket's triage becomes, as far as that can be told without the server. */
function triageAfter(before: Known, patch: Patch): Known['triage'] {
  const decides = patch.category !== undefined || patch.priority !== undefined;
  const suggested = before.triage === 'UNCONFIRMED' || before.triage === 'CONFIRMED';
  if (!decides || !suggested) return before.triage;
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
      for (const { id, patch } of edits) {
        const after = { ...patch, triage: triageAfter(known(cache, id), patch) };
        cache.modify({
          id: cache.identify({ __typename: 'Ticket', id }),
          fields: (value: unknown, { fieldName }) =>
            after[fieldName as keyof typeof after] ?? value,
        });
      }
    },
  });
}
