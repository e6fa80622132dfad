import { Skeleton } from '@mantine/core';
import { IconArrowDownRight, IconArrowRight, IconArrowUpRight } from '@tabler/icons-react';
import {
  formatChange,
  formatDecimal,
  formatDifference,
  formatNumber,
  formatPercent,
} from '../format';
import type { Triage } from '../graphql.generated';
import { strings } from '../strings';
import classes from './Cards.module.css';

const { cards } = strings.stats;

/** What was counted over some days. */
export interface Counted {
  readonly total: number;
  readonly open: number;
  readonly byTriage: readonly { readonly triage: Triage; readonly count: number }[];
  readonly days: number;
}

interface Props {
  readonly now: Counted | undefined;
  /** Undefined when there is no whole period before. */
  readonly before: Counted | undefined;
}

/** The four numbers at a glance, each with its change against the period before. */
export function Cards({ now, before }: Props) {
  const number = (name: string, of: (counted: Counted) => number, format = formatNumber) => (
    <Card name={name} value={now && format(of(now))}>
      {now && (before ? <Change from={of(before)} to={of(now)} format={format} /> : <NoEarlier />)}
    </Card>
  );
  return (
    <dl className={classes.cards} aria-label={cards.label}>
      {number(cards.total, ({ total }) => total)}
      {number(cards.open, ({ open }) => open)}
      {number(cards.averagePerDay, averagePerDay, formatDecimal)}
      <Card name={cards.kept} value={now && formatKept(kept(now))}>
        {now && <KeptChange from={before && kept(before)} to={kept(now)} compared={!!before} />}
      </Card>
    </dl>
  );
}

const averagePerDay = ({ total, days }: Counted) => total / days;

/** Of the suggestions that a person decided, the share that was kept as it was. */
function kept({ byTriage }: Counted): number | undefined {
  const count = (wanted: Triage) => byTriage.find(({ triage }) => triage === wanted)?.count ?? 0;
  const confirmed = count('CONFIRMED');
  const decided = confirmed + count('OVERRULED');
  return decided > 0 ? confirmed / decided : undefined;
}

const formatKept = (share: number | undefined) =>
  share === undefined ? strings.stats.usage.none : formatPercent(share);

interface CardProps {
  readonly name: string;
  readonly value: string | undefined;
  readonly children: React.ReactNode;
}

function Card({ name, value, children }: CardProps) {
  return (
    <div className={classes.card}>
      <dt className={classes.name}>{name}</dt>
      <dd className={classes.value}>{value ?? <Skeleton width="4rem" height="1.5rem" />}</dd>
      <dd className={classes.change}>{children ?? <Skeleton width="7rem" height="0.75rem" />}</dd>
    </div>
  );
}

interface ChangeProps {
  readonly from: number;
  readonly to: number;
  readonly format: (value: number) => string;
}

function Change({ from, to, format }: ChangeProps) {
  const before = format(from);
  // A change that nobody can see in the numbers is none.
  if (before === format(to)) return <Trend difference={0}>{cards.same(before)}</Trend>;
  // Nothing has no percentage.
  const text =
    before === format(0) ? cards.from(before) : cards.change(formatChange(to / from - 1), before);
  return <Trend difference={to - from}>{text}</Trend>;
}

interface KeptChangeProps {
  readonly from: number | undefined;
  readonly to: number | undefined;
  readonly compared: boolean;
}

function KeptChange({ from, to, compared }: KeptChangeProps) {
  if (to === undefined) return cards.undecided;
  if (!compared) return <NoEarlier />;
  if (from === undefined) return cards.undecidedBefore;
  const points = Math.round(100 * to) - Math.round(100 * from);
  if (points === 0) return <Trend difference={0}>{cards.same(formatPercent(from))}</Trend>;
  const difference = cards.points(points, formatDifference(points));
  return <Trend difference={points}>{cards.change(difference, formatPercent(from))}</Trend>;
}

const NoEarlier = () => cards.noEarlier;

/** A change is neither good nor bad here: more tickets may mean more customers. */
function Trend({ difference, children }: { difference: number; children: string }) {
  const Icon =
    difference > 0 ? IconArrowUpRight : difference < 0 ? IconArrowDownRight : IconArrowRight;
  return (
    <>
      <Icon size="0.875rem" aria-hidden className={classes.trend} />
      {children}
    </>
  );
}
