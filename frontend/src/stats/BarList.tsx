import { VisuallyHidden } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { formatNumber, formatPercent } from '../format';
import { strings } from '../strings';
import classes from './BarList.module.css';

export interface Bar {
  readonly value: string;
  readonly name: string;
  readonly mark: ReactNode;
  readonly count: number;
  /** Where the list of the tickets is that the bar stands for. */
  readonly path: string;
}

/** A bar for each label, as long as its share, which leads to its tickets. */
export function BarList({ bars }: { readonly bars: readonly Bar[] }) {
  const total = bars.reduce((sum, { count }) => sum + count, 0);
  return (
    <ul className={classes.bars}>
      {bars.map(({ value, name, mark, count, path }) => {
        const share = total > 0 ? count / total : 0;
        return (
          <li key={value}>
            <Row path={count > 0 ? path : undefined}>
              <span className={classes.name}>
                {mark}
                {name}
              </span>{' '}
              <span>
                {formatNumber(count)}
                <VisuallyHidden> {strings.stats.breakdown.ticketsOf(count)}</VisuallyHidden>
              </span>{' '}
              <span className={classes.share}>{formatPercent(share)}</span>
              <span className={classes.track}>
                <span
                  className={classes.filled}
                  data-value={value}
                  style={{ width: `${100 * share}%` }}
                />
              </span>
            </Row>
          </li>
        );
      })}
    </ul>
  );
}

/** A bar without a ticket leads nowhere. */
function Row({ path, children }: { path: string | undefined; children: ReactNode }) {
  if (!path) return <span className={classes.bar}>{children}</span>;
  return (
    <Link to={path} className={classes.bar}>
      {children}
    </Link>
  );
}
