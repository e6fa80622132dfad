import { Button, VisuallyHidden } from '@mantine/core';
import { IconArrowUp } from '@tabler/icons-react';
import { strings } from '../../strings';
import classes from '../TicketListPage.module.css';

interface Props {
  readonly count: number;
  readonly onShow: () => void;
}

/** Tickets that came in wait here, so that no row moves while somebody is about to press it. */
export function EnteredButton({ count, onShow }: Props) {
  return (
    <div className={classes.entered}>
      <VisuallyHidden role="status">
        {count > 0 && strings.list.enteredSpoken(count)}
      </VisuallyHidden>
      {count > 0 && (
        <Button
          size="compact-sm"
          radius="xl"
          leftSection={<IconArrowUp size="0.875rem" aria-hidden />}
          aria-label={strings.list.enteredLabel(count)}
          onClick={onShow}
        >
          {strings.list.entered(count)}
        </Button>
      )}
    </div>
  );
}
