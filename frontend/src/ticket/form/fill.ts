import type { Suggestion } from '../../classification/useSuggestion';
import type {
  ConfidenceBand,
  CreateTicketInput,
  TicketCategory,
  TicketPriority,
} from '../../graphql.generated';
import type { Draft } from './draft';

/** What stands in a field of the form, and whether the suggestion put it there. */
export interface Filled<Label> {
  readonly value: Label | null;
  readonly filled: boolean;
}

export interface FilledLabels {
  readonly category: Filled<TicketCategory>;
  readonly priority: Filled<TicketPriority>;
}

/** A person's decision stands; where there is none, a sure suggestion fills the field. */
export function fill(draft: Draft, suggestion: Suggestion | undefined): FilledLabels {
  return {
    category: fillField(draft.category, suggestion?.category, suggestion?.categoryBand),
    priority: fillField(draft.priority, suggestion?.priority, suggestion?.priorityBand),
  };
}

function fillField<Label>(
  decided: Label | null | undefined,
  suggested: Label | undefined,
  band: ConfidenceBand | undefined,
): Filled<Label> {
  if (decided !== undefined) return { value: decided, filled: false };
  if (suggested === undefined || band !== 'SURE') return { value: null, filled: false };
  return { value: suggested, filled: true };
}

/**
 * What is sent: only what a person decided is a label, and the rest follows from the suggestion that the
 * form showed. While that is about an earlier text, the server asks about the text as it is.
 */
export function toInput(
  draft: Draft,
  suggestion: Suggestion | undefined,
  stale: boolean,
): CreateTicketInput {
  return {
    // Half of an emoji that was cut in two is no character.
    title: draft.title.toWellFormed(),
    description: draft.description.toWellFormed(),
    category: draft.category ?? undefined,
    priority: draft.priority ?? undefined,
    classificationId: stale ? undefined : suggestion?.id,
    idempotencyKey: draft.key,
  };
}
