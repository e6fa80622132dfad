import type { Suggested } from '../../classification/useSuggestion';
import { Why } from '../../classification/Why';
import { strings } from '../../strings';
import { CategoryMark } from '../CategoryMark';
import { CATEGORIES, PRIORITIES } from '../labels';
import { PriorityMark } from '../PriorityMark';
import type { Draft } from './draft';
import { fill } from './fill';
import { LabelField } from './LabelField';
import type { Failure, FormField } from './useSave';

const { labels } = strings;

interface Props {
  readonly draft: Draft;
  readonly faults: Failure['fields'];
  readonly suggested: Suggested;
  readonly readOnly: boolean;
  readonly onChange: (field: FormField, changes: Partial<Draft>) => void;
}

/** Category and priority, each with what the classifier suggests. */
export function LabelFields({ draft, faults, suggested, readOnly, onChange }: Props) {
  const { suggestion, stale } = suggested;
  const { category, priority } = fill(draft, suggestion);
  return (
    <>
      <LabelField
        name={labels.category.name}
        labels={CATEGORIES}
        words={labels.category}
        help={labels.categoryHelp}
        mark={(label) => <CategoryMark category={label} />}
        value={category.value}
        filled={category.filled}
        error={faults.category}
        readOnly={readOnly}
        suggestion={
          suggestion && {
            label: suggestion.category,
            band: suggestion.categoryBand,
            alternative: suggestion.alternativeCategory,
          }
        }
        stale={stale}
        why={
          suggestion && (
            <Why classification={suggestion} of={labels.category[suggestion.category]} />
          )
        }
        onDecide={(label) => onChange('category', { category: label })}
      />
      <LabelField
        name={labels.priority.name}
        labels={PRIORITIES}
        words={labels.priority}
        help={labels.priorityHelp}
        mark={(label) => <PriorityMark priority={label} />}
        value={priority.value}
        filled={priority.filled}
        error={faults.priority}
        readOnly={readOnly}
        suggestion={
          suggestion && {
            label: suggestion.priority,
            band: suggestion.priorityBand,
            alternative: suggestion.alternativePriority,
          }
        }
        stale={stale}
        why={
          suggestion && (
            <Why classification={suggestion} of={labels.priority[suggestion.priority]} />
          )
        }
        onDecide={(label) => onChange('priority', { priority: label })}
      />
    </>
  );
}
