import { Button, Group } from '@mantine/core';
import { IconChecks, IconInbox, IconSearchOff } from '@tabler/icons-react';
import { Link } from 'react-router';
import { strings } from '../../strings';
import { EmptyState } from '../../ui/EmptyState';
import { addressOf, EVERYTHING, isFiltered, type TicketView } from '../view';
import { PRESET_VIEWS } from './presetViews';

const words = strings.list.empty;
const TO_CONFIRM = PRESET_VIEWS.find(({ name }) => name === strings.list.views.toConfirm)?.address;

interface Props {
  readonly view: TicketView;
  readonly onClear: () => void;
}

/** Why there are no rows: there is no ticket yet, none that matches, or everything has been confirmed. */
export function EmptyList({ view, onClear }: Props) {
  const { order } = EVERYTHING;
  if (!isFiltered(view)) {
    return (
      <EmptyState icon={IconInbox} title={words.nothingYet} hint={words.nothingYetHint}>
        <Group justify="center">
          <Button component={Link} to="/new">
            {words.create}
          </Button>
          <Button component="a" href="/playground" variant="default">
            {words.playground}
          </Button>
        </Group>
      </EmptyState>
    );
  }
  if (addressOf({ ...view, order }) === TO_CONFIRM) {
    return (
      <EmptyState icon={IconChecks} title={words.allConfirmed} hint={words.allConfirmedHint}>
        <Button variant="default" onClick={onClear}>
          {words.showAll}
        </Button>
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={IconSearchOff} title={words.nothingMatches} hint={words.nothingMatchesHint}>
      <Button variant="default" onClick={onClear}>
        {words.clear}
      </Button>
    </EmptyState>
  );
}
