import { strings } from '../../strings';
import { type Field, fieldsOf, type Patch } from './edit';

/** A field of a ticket as people call it. */
export function fieldInWords(field: string): string {
  return strings.change.fields[field as Field | 'triage'] ?? field;
}

/** A field's value as people say it; titles and descriptions are their own words. */
export function valueInWords(field: string, value: string): string {
  switch (field) {
    case 'category':
    case 'priority':
    case 'status':
    case 'triage':
      return (strings.labels[field] as Record<string, string>)[value] ?? value;
    default:
      return value;
  }
}

interface Change {
  readonly field: string;
  readonly to: string | null;
}

/** `Priority → High, Status → Open`. A text that was written is not repeated; ids of suggestions say nothing. */
export function changesInWords(changes: readonly Change[]): string {
  return changes
    .map(({ field, to }) => {
      if (field === 'classification') return strings.change.classifiedAgain;
      const isText = field === 'title' || field === 'description';
      const name = fieldInWords(field);
      return isText ? strings.change.rewritten(name) : `${name} → ${valueInWords(field, to ?? '')}`;
    })
    .join(', ');
}

export function patchInWords(patch: Patch): string {
  return changesInWords(fieldsOf(patch).map((field) => ({ field, to: patch[field] ?? null })));
}
