import { strings } from '../../strings';
import { type Field, fieldsOf, type Patch } from './edit';

/** A field of a ticket as people call it. */
export function fieldInWords(field: string): string {
  return strings.change.fields[field as Field | 'triage'] ?? field;
}

/**
 * A field's value as people say it. Titles and descriptions are somebody's own words, set apart (U+2068, U+2069) so that
 * their direction does not turn round what stands beside them.
 */
export function valueInWords(field: string, value: string): string {
  switch (field) {
    case 'category':
    case 'priority':
    case 'status':
    case 'triage':
      return (strings.labels[field] as Record<string, string>)[value] ?? value;
    default:
      return `\u2068${value}\u2069`;
  }
}

/** `Priority → High`. A text that was written is not repeated. */
export function patchInWords(patch: Patch): string {
  return fieldsOf(patch)
    .map((field) => {
      const isText = field === 'title' || field === 'description';
      const name = fieldInWords(field);
      return isText ? name : `${name} → ${valueInWords(field, patch[field] ?? '')}`;
    })
    .join(', ');
}

interface Change {
  readonly field: string;
  readonly from: string | null;
  readonly to: string | null;
}

/** `Priority: Medium → High`, of a change in a ticket's history. Ids of suggestions say nothing to people. */
export function changeInWords({ field, from, to }: Change): string {
  if (field === 'classification') return strings.change.classifiedAgain;
  const values = [from, to].map((value) => (value === null ? '' : valueInWords(field, value)));
  return `${fieldInWords(field)}: ${values.filter(Boolean).join(' → ')}`;
}
