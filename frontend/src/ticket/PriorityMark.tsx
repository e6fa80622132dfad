import type { TicketPriority } from '../graphql.generated';
import classes from './PriorityMark.module.css';

const BARS: Record<Exclude<TicketPriority, 'CRITICAL'>, number> = { LOW: 1, MEDIUM: 2, HIGH: 3 };

/** A priority by shape and colour; its name stands beside it or in a label around it. */
export function PriorityMark({ priority }: { priority: TicketPriority }) {
  return (
    <svg
      className={classes.mark}
      data-priority={priority}
      viewBox="0 0 16 16"
      width={16}
      height={16}
      aria-hidden
    >
      {priority === 'CRITICAL' ? (
        <>
          <rect className={classes.full} x={1} y={1} width={14} height={14} rx={3} />
          <path className={classes.sign} d="M8 4v4.5M8 11.25v.5" />
        </>
      ) : (
        [1, 2, 3].map((bar) => (
          <rect
            key={bar}
            className={bar <= BARS[priority] ? classes.full : classes.faint}
            x={bar * 5 - 4}
            y={14 - bar * 4}
            width={3}
            height={bar * 4}
            rx={1}
          />
        ))
      )}
    </svg>
  );
}
