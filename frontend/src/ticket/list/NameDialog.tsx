import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import type { FormEvent } from 'react';
import { strings } from '../../strings';
import { useReturnFocus } from '../../ui/useReturnFocus';

const words = strings.list.views;
const NAME_MAX = 40;

interface Props {
  /** The name that the view has; left out for a new one. */
  readonly rename?: string | undefined;
  readonly text: string;
  readonly from: Element | null;
  /** Whether another view has this name. */
  readonly isTaken: boolean;
  readonly onText: (text: string) => void;
  /** Called when the keyboard has come to it. */
  readonly onThere: () => void;
  readonly onSave: () => void;
  readonly onClose: () => void;
}

export function NameDialog(props: Props) {
  const { rename, text, from, isTaken, onText, onThere, onSave, onClose } = props;
  useReturnFocus(from);
  const save = (event: FormEvent) => {
    event.preventDefault();
    onSave();
  };
  return (
    <Modal opened onClose={onClose} title={rename === undefined ? words.save : words.rename}>
      <form onSubmit={save}>
        <Stack gap="md">
          <TextInput
            label={words.name}
            description={words.nameHint}
            value={text}
            error={isTaken && words.taken}
            maxLength={NAME_MAX}
            data-autofocus
            onFocus={(event) => {
              onThere();
              // What was typed by then is to be gone on with.
              if (text === rename) event.currentTarget.select();
            }}
            onChange={(event) => onText(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {words.cancel}
            </Button>
            <Button type="submit" disabled={text.trim() === '' || isTaken}>
              {words.confirm}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
