import type { ReactNode } from 'react';
import classes from './Readout.module.css';

interface Props {
  /** Where the pointer is: 0 on the left, 1 on the right. */
  readonly at: number;
  readonly children: ReactNode;
}

/** What a chart has at the pointer, above the lines, and within the chart wherever the pointer is. */
export function Readout({ at, children }: Props) {
  const share = `${100 * at}%`;
  return (
    <div
      className={classes.readout}
      style={{ left: share, transform: `translateX(-${share})` }}
      aria-hidden
    >
      {children}
    </div>
  );
}
