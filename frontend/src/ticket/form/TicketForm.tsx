import { Title } from '@mantine/core';
import { useNetwork } from '@mantine/hooks';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { type Suggestion, useSuggestion } from '../../classification/useSuggestion';
import { strings } from '../../strings';
import { Actions } from './Actions';
import type { CreatedTicket } from './createTicket';
import { type Draft, isEmpty } from './draft';
import { toInput } from './fill';
import { LabelFields } from './LabelFields';
import { SuggestionState } from './SuggestionState';
import { TextFields } from './TextFields';
import classes from './TicketForm.module.css';
import { type Failure, type FormField, useSave } from './useSave';

/** Whether the next ticket is written then, or the new one looked at. */
export type Afterwards = 'next' | 'open';

interface Props {
  readonly draft: Draft;
  readonly onChange: (changes: Partial<Draft>) => void;
  readonly onDiscard: () => void;
  readonly onCreated: (ticket: CreatedTicket, afterwards: Afterwards) => void;
  /** Called when saving fails and the form, which would say why, is not there any more. */
  readonly onFailedUnseen: (failure: Failure) => void;
}

export function TicketForm(props: Props) {
  const { draft, onChange, onDiscard, onCreated, onFailedUnseen } = props;
  const { online } = useNetwork();
  const suggested = useSuggestion(draft);
  const { suggestion, stale } = suggested;
  const { save, saving, failure, attempts, forgive } = useSave(draft, onChange);
  const [accepted, setAccepted] = useState<Suggestion>();
  const element = useRef<HTMLFormElement>(null);

  // Once for each attempt: a fault that is mended moves nothing.
  useEffect(() => {
    if (attempts > 0) element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [attempts]);

  const submit = async (afterwards: Afterwards) => {
    const saved = await save(toInput(draft, suggestion, stale));
    if (!saved) return;
    // Whoever has gone on to another page meanwhile stays there.
    const isThere = element.current !== null;
    if ('id' in saved) onCreated(saved, isThere ? afterwards : 'next');
    else if (!isThere) onFailedUnseen(saved);
  };

  const write = (changes: Partial<Draft>) => {
    // What is written while the ticket is being saved would not be in it.
    if (!saving) onChange(changes);
  };
  const changeField = (field: FormField, changes: Partial<Draft>) => {
    write(changes);
    forgive(field);
  };

  const press = useEffectEvent((event: KeyboardEvent) => {
    if (document.querySelector('[aria-modal="true"]')) return;
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      // A field with choices would show them.
      event.stopPropagation();
      if (!event.repeat) void submit(event.shiftKey ? 'open' : 'next');
    } else if (isAltA(event) && suggestion) {
      event.preventDefault();
      write({ category: suggestion.category, priority: suggestion.priority });
      setAccepted(suggestion);
    }
  });
  // Also while nothing in the form has the focus.
  useEffect(() => {
    document.addEventListener('keydown', press, true);
    return () => document.removeEventListener('keydown', press, true);
  }, []);

  return (
    <form
      ref={element}
      className={classes.form}
      noValidate
      onKeyDown={(event) => {
        // A key that is held saves once.
        if (event.repeat && event.target instanceof HTMLInputElement && event.key === 'Enter') {
          event.preventDefault();
        }
      }}
      onSubmit={(event) => {
        event.preventDefault();
        void submit('next');
      }}
    >
      <Title order={1} className={classes.heading}>
        {strings.form.title}
      </Title>
      <div className={classes.texts}>
        <TextFields
          draft={draft}
          faults={failure.fields}
          readOnly={saving}
          onChange={changeField}
          onDescriptionLeft={suggested.ask}
        />
      </div>
      <div className={classes.labels}>
        <LabelFields
          draft={draft}
          faults={failure.fields}
          suggested={suggested}
          readOnly={saving}
          onChange={changeField}
        />
        <SuggestionState
          suggested={suggested}
          isAccepted={suggestion !== undefined && accepted === suggestion}
          isAgreed={
            draft.category === suggestion?.category && draft.priority === suggestion?.priority
          }
        />
      </div>
      <Actions
        saving={saving}
        online={online}
        failure={failure}
        empty={isEmpty(draft)}
        onCreateAndOpen={() => submit('open')}
        onDiscard={onDiscard}
      />
    </form>
  );
}

/** Where Alt and A write a letter of their own, the place of the key counts. */
function isAltA({ altKey, ctrlKey, metaKey, key, code }: KeyboardEvent): boolean {
  if (!altKey || ctrlKey || metaKey) return false;
  return key.toLowerCase() === 'a' || (code === 'KeyA' && !/^[a-z]$/i.test(key));
}
