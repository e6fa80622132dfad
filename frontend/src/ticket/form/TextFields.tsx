import { Textarea, TextInput } from '@mantine/core';
import { useLayoutEffect, useRef } from 'react';
import { DESCRIPTION_MAX, TITLE_MAX } from '../../characters';
import { strings } from '../../strings';
import type { Draft } from './draft';
import { Remaining } from './Remaining';
import classes from './TicketForm.module.css';
import type { Failure, FormField } from './useSave';

const { text, placeholders } = strings.form;

interface Props {
  readonly draft: Draft;
  readonly faults: Failure['fields'];
  readonly readOnly: boolean;
  readonly onChange: (field: FormField, changes: Partial<Draft>) => void;
  readonly onDescriptionLeft: () => void;
}

/** What the customer wants, in a line and in full. Nothing that is too long is cut: that would lose words. */
export function TextFields({ draft, faults, readOnly, onChange, onDescriptionLeft }: Props) {
  const title = useRef<HTMLInputElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each draft begins with its title.
  useLayoutEffect(() => title.current?.focus(), [draft.key]);
  return (
    <>
      <TextInput
        ref={title}
        label={text.title}
        placeholder={placeholders.title}
        value={draft.title}
        readOnly={readOnly}
        onChange={(event) => onChange('title', { title: event.currentTarget.value })}
        inputWrapperOrder={ORDER}
        description={!faults.title && <Remaining text={draft.title} max={TITLE_MAX} />}
        error={faults.title}
        classNames={INPUT}
        autoComplete="off"
      />
      <Textarea
        label={text.description}
        placeholder={placeholders.description}
        value={draft.description}
        readOnly={readOnly}
        onChange={(event) => onChange('description', { description: event.currentTarget.value })}
        onBlur={onDescriptionLeft}
        inputWrapperOrder={ORDER}
        description={
          !faults.description && <Remaining text={draft.description} max={DESCRIPTION_MAX} />
        }
        error={faults.description}
        classNames={INPUT}
        autosize
        minRows={8}
        maxRows={28}
      />
    </>
  );
}

const ORDER: ('label' | 'input' | 'description' | 'error')[] = [
  'label',
  'input',
  'description',
  'error',
];
const INPUT = { input: classes.input };
