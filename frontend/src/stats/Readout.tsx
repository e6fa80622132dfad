import type { ReactNode } from 'react';
import classes from './Readout.module.css';

interface Props {
  readonly x: number;
  readonly width: number;
  readonly children: ReactNode;
}

/** What a chart has at the pointer, beside it, on the side where there is room. */
export function Readout({ x, width, children }: Props) {
  const side = x < width / 2 ? { left: x + 8 } : { right: width - x + 8 };
  return (
    <div
      className={classes.readout}
      style={{ ...side, maxWidth: Math.max(x, width - x) - 8 }}
      aria-hidden
    >
      {children}
    </div>
  );
}
