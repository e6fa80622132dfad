import { Button, Group, Stack, Text } from '@mantine/core';
import { IconChecks, IconInbox, IconSearchOff, type TablerIcon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Link, useSearchParams } from 'react-router';
import { strings } from '../../strings';
import { addressOf, EVERYTHING, viewOf } from '../view';
import { PRESETS } from './presets';

const words = strings.list.empty;
const TO_CONFIRM = PRESETS.find(({ name }) => name === strings.list.views.toConfirm)?.address;

interface Props {
  readonly isFiltered: boolean;
  readonly onClear: () => void;
}

/** Why there are no rows: there is no ticket yet, none that matches, or everything has been confirmed. */
export function EmptyList({ isFiltered, onClear }: Props) {
  const [params] = useSearchParams();
  const { order } = EVERYTHING;
  if (!isFiltered) {
    return (
      <Empty icon={IconInbox} title={words.nothingYet} hint={words.nothingYetHint}>
        <Group justify="center">
          <Button component={Link} to="/new">
            {words.create}
          </Button>
          <Button component="a" href="/playground" variant="default">
            {words.playground}
          </Button>
        </Group>
      </Empty>
    );
  }
  if (addressOf({ ...viewOf(params), order }) === TO_CONFIRM) {
    return (
      <Empty icon={IconChecks} title={words.allConfirmed} hint={words.allConfirmedHint}>
        <Button variant="default" onClick={onClear}>
          {words.showAll}
        </Button>
      </Empty>
    );
  }
  return (
    <Empty icon={IconSearchOff} title={words.nothingMatches} hint={words.nothingMatchesHint}>
      <Button variant="default" onClick={onClear}>
        {words.clear}
      </Button>
    </Empty>
  );
}

interface EmptyProps {
  readonly icon: TablerIcon;
  readonly title: string;
  readonly hint: string;
  /** What one can do about it. */
  readonly children: ReactNode;
}

function Empty({ icon: Icon, title, hint, children }: EmptyProps) {
  return (
    <Stack align="center" gap="xs" p="xl" ta="center">
      <Icon size="2.5rem" stroke={1.25} aria-hidden />
      <Text fw={600}>{title}</Text>
      <Text c="dimmed">{hint}</Text>
      {children}
    </Stack>
  );
}
