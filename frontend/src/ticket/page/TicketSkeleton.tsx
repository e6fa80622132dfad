import { Skeleton } from '@mantine/core';
import classes from './TicketView.module.css';

/** Of the height of a ticket, so that little moves when it is there. */
export function TicketSkeleton() {
  return (
    <div className={classes.view} aria-busy>
      <div className={classes.header}>
        <div className={classes.bar}>
          <Skeleton h={18} w={120} ml="xs" />
        </div>
      </div>
      <Skeleton h={28} w="60%" />
      <Skeleton h={64} />
      <div className={classes.aside}>
        <Skeleton h={90} />
        <Skeleton h={150} />
      </div>
      <Skeleton h={128} />
    </div>
  );
}
