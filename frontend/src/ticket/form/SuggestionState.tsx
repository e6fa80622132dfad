import { Button, Text, VisuallyHidden } from '@mantine/core';
import type { Suggested, Suggestion } from '../../classification/useSuggestion';
import { strings } from '../../strings';
import classes from './TicketForm.module.css';

const { form, labels, suggestion: words } = strings;

interface Props {
  readonly suggested: Suggested;
  /** Whether the person has just taken it over. */
  readonly isAccepted: boolean;
  /** Whether it says what the person has decided anyway. */
  readonly isAgreed: boolean;
}

/** How it stands with the suggestion, in one quiet line; an answer is read out once. */
export function SuggestionState({ suggested, isAccepted, isAgreed }: Props) {
  const { suggestion, stale, superseded, state, retry } = suggested;
  // It stays as it is when the text changes and changes back: that would be read out as another answer.
  const spoken = () => {
    if (!suggestion || superseded) return '';
    if (isAccepted) return isAgreed ? accepted(suggestion) : '';
    return isAgreed ? '' : announce(suggestion);
  };
  return (
    // The keyboard stays here when the button goes.
    <div className={classes.state} tabIndex={-1}>
      {state === 'failed' ? (
        <Text size="xs" c="dimmed" role="status">
          {form.noSuggestion}{' '}
          <Button variant="subtle" size="compact-xs" onClick={retry}>
            {form.askAgain}
          </Button>
        </Text>
      ) : (
        <Text size="xs" c="dimmed">
          {state === 'asking' ? form.asking : suggestion && stale ? form.stale : ''}
        </Text>
      )}
      <VisuallyHidden role="status">{spoken()}</VisuallyHidden>
    </div>
  );
}

function announce({ category, categoryBand, priority, priorityBand }: Suggestion): string {
  return form.announce(
    words.spoken(labels.category[category], labels.band[categoryBand]),
    words.spoken(labels.priority[priority], labels.band[priorityBand]),
  );
}

function accepted({ category, priority }: Suggestion): string {
  return form.accepted(labels.category[category], labels.priority[priority]);
}
