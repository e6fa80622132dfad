import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { strings } from '../../strings';
import { useReturnFocus } from '../../ui/useReturnFocus';

const words = strings.list.views;
const NAME_MAX = 40;

interface Props {
  readonly name: string;
  readonly onName: (name: string) => void;
  readonly onClose: () => void;
}

export function NameDialog({ name, onName, onClose }: Props) {
  const [text, setText] = useState(name);
  useReturnFocus();
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim()) onName(text.trim());
  };
  return (
    <Modal opened onClose={onClose} title={name ? words.rename : words.save}>
      <form onSubmit={save}>
        <Stack gap="md">
          <TextInput
            label={words.name}
            description={words.nameHint}
            value={text}
            maxLength={NAME_MAX}
            data-autofocus
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {words.cancel}
            </Button>
            <Button type="submit" disabled={!text.trim()}>
              {words.confirm}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
