import { Button, Text, VisuallyHidden } from '@mantine/core';
import type { Suggested, Suggestion } from '../../classification/useSuggestion';
import { strings } from '../../strings';
import classes from './TicketForm.module.css';

const { form, labels, suggestion: words } = strings;

interface Props {
  readonly suggested: Suggested;
}

/** How it stands with the suggestion, in one quiet line; an answer is read out once. */
export function SuggestionState({ suggested }: Props) {
  const { suggestion, stale, state, retry } = suggested;
  return (
    <div className={classes.state}>
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
      <VisuallyHidden role="status" aria-live="polite">
        {suggestion && !stale && announce(suggestion)}
      </VisuallyHidden>
    </div>
  );
}

function announce({ category, categoryBand, priority, priorityBand }: Suggestion): string {
  return form.announce(
    words.spoken(labels.category[category], labels.band[categoryBand]),
    words.spoken(labels.priority[priority], labels.band[priorityBand]),
  );
}
