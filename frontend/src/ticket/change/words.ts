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
