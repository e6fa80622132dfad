import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { strings } from '../../strings';
import { useReturnFocus } from '../../ui/useReturnFocus';

const words = strings.list.views;
const NAME_MAX = 40;

interface Props {
  readonly name: string;
  /** Names that other views have. */
  readonly taken: readonly string[];
  readonly onName: (name: string) => void;
  readonly onClose: () => void;
}

export function NameDialog({ name, taken, onName, onClose }: Props) {
  const [text, setText] = useState(name);
  useReturnFocus();
  const isTaken = taken.some((other) => isSame(other, text.trim()));
  const isGood = text.trim() !== '' && !isTaken;
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (isGood) onName(text.trim());
  };
  return (
    <Modal opened onClose={onClose} title={name ? words.rename : words.save}>
      <form onSubmit={save}>
        <Stack gap="md">
          <TextInput
            label={words.name}
            description={words.nameHint}
            value={text}
            error={isTaken && words.taken}
            maxLength={NAME_MAX}
            data-autofocus
            onFocus={(event) => event.currentTarget.select()}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {words.cancel}
            </Button>
            <Button type="submit" disabled={!isGood}>
              {words.confirm}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function isSame(one: string, other: string): boolean {
  return one.localeCompare(other, undefined, { sensitivity: 'accent' }) === 0;
}
