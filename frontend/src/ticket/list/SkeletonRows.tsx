import { Skeleton, VisuallyHidden } from '@mantine/core';
import { strings } from '../../strings';
import classes from './SkeletonRows.module.css';

/** More than a window shows of them is cut off. */
const ROWS = Array.from({ length: 30 }, (_, row) => ({ row, width: `${35 + ((row * 37) % 45)}%` }));

/** What stands where the rows will stand. */
export function SkeletonRows() {
  return (
    <div className={classes.rows}>
      <VisuallyHidden>{strings.list.loading}</VisuallyHidden>
      {ROWS.map(({ row, width }) => (
        <div key={row} className={classes.row} aria-hidden>
          <Skeleton height={10} width={width} />
        </div>
      ))}
    </div>
  );
}
