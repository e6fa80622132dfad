import { Button, Group, Select, Text } from '@mantine/core';
import { type ReactNode, useRef } from 'react';
import { SuggestionChip } from '../../classification/SuggestionChip';
import type { ConfidenceBand } from '../../graphql.generated';
import { strings } from '../../strings';
import classes from './LabelField.module.css';

/** One label of a suggestion. */
export interface LabelSuggestion<Label> {
  readonly label: Label;
  readonly band: ConfidenceBand;
  readonly alternative: Label | null;
}

interface Props<Label extends string> {
  readonly name: string;
  readonly labels: readonly Label[];
  readonly words: Readonly<Record<Label, string>>;
  readonly help: Readonly<Record<Label, string>>;
  readonly mark: (label: Label) => ReactNode;
  readonly value: Label | null;
  /** The value is the suggestion's, and nobody has decided. */
  readonly filled: boolean;
  readonly error: string | undefined;
  readonly readOnly: boolean;
  readonly suggestion: LabelSuggestion<Label> | undefined;
  /** The suggestion is about an earlier text. */
  readonly stale: boolean;
  readonly why: ReactNode;
  readonly onDecide: (label: Label | null) => void;
}

/** A category or a priority: the person's, or the suggestion's until then. */
export function LabelField<Label extends string>(props: Props<Label>) {
  const { name, labels, words, help, mark, value, filled, error, onDecide } = props;
  const input = useRef<HTMLInputElement>(null);
  // A button that goes away when it is pressed leaves the keyboard at what it has changed.
  const accept = (label: Label) => {
    onDecide(label);
    input.current?.focus();
  };
  return (
    <div className={classes.field}>
      <Select<Label>
        ref={input}
        label={name}
        placeholder={strings.form.placeholders.label}
        data={labels.map((label) => ({ value: label, label: words[label] }))}
        value={value}
        readOnly={props.readOnly}
        // Unlike a change, it tells of the value that is chosen as it is: that is a decision, too.
        onOptionSubmit={(label) => onDecide(label as Label)}
        onClear={() => onDecide(null)}
        allowDeselect={false}
        clearable
        clearSectionMode="clear"
        clearButtonProps={{
          'aria-label': strings.form.clear(name),
          'aria-hidden': false,
          tabIndex: 0,
          // It may be as high as the field, of which the border shows through.
          style: { backgroundColor: 'transparent', pointerEvents: 'auto' },
          onClick: () => input.current?.focus(),
        }}
        leftSection={value && mark(value)}
        renderOption={({ option }) => (
          <Group gap="xs" wrap="nowrap" align="flex-start">
            <span className={classes.mark}>{mark(option.value)}</span>
            <span>
              {words[option.value]}
              <Text size="xs" c="dimmed">
                {help[option.value]}
              </Text>
            </span>
          </Group>
        )}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        description={filled && !error ? strings.form.filled : undefined}
        error={error}
        classNames={{ input: filled && !error ? classes.filled : undefined }}
        comboboxProps={{ shadow: 'md' }}
      />
      <div className={classes.suggestion} data-stale={props.stale || undefined}>
        <SuggestionLine {...props} onAccept={accept} />
      </div>
    </div>
  );
}

interface LineProps<Label extends string> extends Props<Label> {
  readonly onAccept: (label: Label) => void;
}

function SuggestionLine<Label extends string>(props: LineProps<Label>) {
  const { words, mark, value, filled, suggestion, why, onDecide, onAccept } = props;
  if (!suggestion) return null;
  const { label, band, alternative } = suggestion;
  if (band === 'NOT_SURE' && alternative !== null) {
    return (
      <>
        <Text size="xs" c="dimmed" w="100%">
          {strings.form.notSure}
        </Text>
        {[label, alternative].map((choice) => (
          <Button
            key={choice}
            variant={value === choice ? 'light' : 'default'}
            size="compact-sm"
            leftSection={mark(choice)}
            aria-pressed={value === choice}
            onClick={() => onDecide(choice)}
          >
            {words[choice]}
          </Button>
        ))}
        {why}
      </>
    );
  }
  const accepted = value === label && !filled;
  return (
    <>
      <SuggestionChip label={words[label]} band={band} />
      {!accepted && (
        <Button
          variant="subtle"
          size="compact-xs"
          aria-label={strings.suggestion.acceptLabel(words[label])}
          aria-keyshortcuts="Alt+A"
          onClick={() => onAccept(label)}
        >
          {strings.suggestion.accept}
        </Button>
      )}
      {why}
    </>
  );
}
