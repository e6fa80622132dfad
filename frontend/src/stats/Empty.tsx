import { Button } from '@mantine/core';
import { IconInbox, IconSearchOff, type TablerIcon } from '@tabler/icons-react';
import { Link } from 'react-router';
import { strings } from '../strings';
import { EmptyState } from '../ui/EmptyState';

const { nothingYet, nothingMatches } = strings.stats.empty;

/** There is no ticket at all. */
export function NothingYet() {
  return <Empty {...nothingYet} icon={IconInbox} to="/new" variant="filled" />;
}

/** There are tickets, but none of these days with these labels. */
export function NothingMatches() {
  return <Empty {...nothingMatches} icon={IconSearchOff} to="/stats?range=all" variant="default" />;
}

interface Props {
  readonly icon: TablerIcon;
  readonly title: string;
  readonly description: string;
  readonly action: string;
  readonly to: string;
  readonly variant: 'filled' | 'default';
}

function Empty({ icon, title, description, action, to, variant }: Props) {
  return (
    <EmptyState icon={icon} title={title} hint={description}>
      <Button component={Link} to={to} variant={variant}>
        {action}
      </Button>
    </EmptyState>
  );
}
