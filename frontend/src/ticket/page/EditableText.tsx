import { ActionIcon, Button, Group, Kbd, Text, Textarea } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import { describeError, faultsOf } from '../../api/describeError';
import { DESCRIPTION_MAX, TITLE_MAX } from '../../characters';
import { strings } from '../../strings';
import { afterPress } from '../../ui/afterPress';
import { Remaining } from '../form/Remaining';
import classes from './EditableText.module.css';
import type { Editing, TextField } from './useEditing';

const { ticket } = strings;
const MAX = { title: TITLE_MAX, description: DESCRIPTION_MAX };

interface Props {
  readonly field: TextField;
  readonly editing: Editing;
  /** Whether the ticket is gone: what is being written stays, and nothing more is begun. */
  readonly isDeleted: boolean;
  /** The text as it stands there while nobody changes it. */
  readonly children: ReactNode;
}

/** A text that is changed where it stands. */
export function EditableText({ field, editing, isDeleted, children }: Props) {
  const opener = useRef<HTMLButtonElement>(null);
  const wasOpen = useRef(false);
  const open = editing.text !== undefined;

  // Whoever has ended with a text goes on from where it was begun.
  useEffect(() => {
    if (wasOpen.current && !open && document.activeElement === document.body) {
      opener.current?.focus();
    }
    wasOpen.current = open;
  }, [open]);

  if (open) return <Editor field={field} editing={editing} isDeleted={isDeleted} />;
  if (isDeleted) return children;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a shorter way for the mouse; the button is for everybody.
    // biome-ignore lint/a11y/useKeyWithClickEvents: the same.
    <div
      className={classes.text}
      onClick={() => {
        // Words that were marked are to be copied.
        if (window.getSelection()?.isCollapsed !== false) editing.begin();
      }}
    >
      {children}
      <ActionIcon
        ref={opener}
        className={classes.edit}
        variant="subtle"
        color="gray"
        aria-label={ticket.edit[field]}
        title={ticket.edit[field]}
        onClick={editing.begin}
      >
        <IconPencil size="1rem" aria-hidden />
      </ActionIcon>
    </div>
  );
}

function Editor({ field, editing, isDeleted }: Omit<Props, 'children'>) {
  const input = useRef<HTMLTextAreaElement>(null);
  const text = editing.text ?? '';
  const error = editing.failure === undefined ? undefined : explain(field, editing.failure);

  const { asks } = editing;
  // Most want to add something.
  useEffect(() => {
    if (asks > 0) input.current?.focus();
    const end = input.current?.value.length ?? 0;
    input.current?.setSelectionRange(end, end);
  }, [asks]);

  const onKeyDown = (event: KeyboardEvent) => {
    const { key, ctrlKey, metaKey, shiftKey, nativeEvent } = event;
    if (nativeEvent.isComposing) return;
    if (key === 'Escape') {
      event.stopPropagation();
      editing.cancel();
    } else if (key === 'Enter' && (ctrlKey || metaKey || (field === 'title' && !shiftKey))) {
      event.preventDefault();
      editing.save();
    }
  };

  return (
    <fieldset
      aria-label={ticket.edit[field]}
      className={classes.editor}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget) && document.hasFocus()) afterPress(editing.save);
      }}
    >
      <Textarea
        ref={input}
        aria-label={ticket.fields[field]}
        value={text}
        onChange={(event) => editing.write(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        description={<Remaining text={text} max={MAX[field]} />}
        error={error}
        classNames={{ input: classes[field] }}
        autosize
        minRows={field === 'title' ? 1 : 6}
        maxRows={28}
      />
      {/* The press alone does not leave the text, which would save it. */}
      <Group gap="xs" mt="xs" onMouseDown={(event) => event.preventDefault()}>
        <Button size="xs" disabled={isDeleted} onClick={editing.save}>
          {ticket.save}
        </Button>
        <Button size="xs" variant="default" onClick={editing.cancel}>
          {ticket.cancel}
        </Button>
        <Kbd size="xs" className={classes.keys} aria-hidden>
          {ticket.saveKeys[field]}
        </Kbd>
        {editing.resumed && (
          <Text size="xs" c="dimmed" role="status">
            {ticket.unsaved}
          </Text>
        )}
      </Group>
    </fieldset>
  );
}

function explain(field: TextField, failure: unknown): string {
  const fault = faultsOf(failure).find(({ path }) => path === `input.${field}`);
  return fault ? strings.form.fault(ticket.fields[field], fault.message) : describeError(failure);
}
