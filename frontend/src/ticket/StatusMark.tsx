import type { TicketStatus } from '../graphql.generated';
import classes from './StatusMark.module.css';

/** How far the work is, by shape and colour; its name stands beside it or in a label around it. */
export function StatusMark({ status }: { status: TicketStatus }) {
  return (
    <svg
      className={classes.mark}
      data-status={status}
      viewBox="0 0 16 16"
      width={16}
      height={16}
      aria-hidden
    >
      <circle className={classes.ring} cx={8} cy={8} r={6} />
      {status === 'IN_PROGRESS' && <path className={classes.full} d="M8 4.5a3.5 3.5 0 0 1 0 7z" />}
      {status === 'RESOLVED' && <path className={classes.line} d="m5.25 8.25 2 2 3.5-4.25" />}
      {status === 'CLOSED' && <path className={classes.line} d="M5.5 8h5" />}
    </svg>
  );
}
