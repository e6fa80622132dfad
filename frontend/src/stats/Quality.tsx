import { Text } from '@mantine/core';
import { formatDay, formatNumber, formatPercent, formatShortDay } from '../format';
import type { TicketFilter } from '../graphql.generated';
import { strings } from '../strings';
import { DataTable } from './DataTable';
import { Panel } from './Panel';
import { StatsQualityDocument, type StatsQualityQuery } from './Quality.generated';
import classes from './Quality.module.css';
import { TimeChart } from './TimeChart';
import { useNumbers } from './useNumbers';

const { quality } = strings.stats;
const { labels } = strings;

const MOST_WEEKS = 53;
/** Of the chart and its legend. */
const HEIGHT = '16.25rem';

type Classification = StatsQualityQuery['stats']['classification'];
type Week = Classification['byWeek'][number];

interface Props {
  readonly filter: TicketFilter;
  /** From the first day of the range up to today; undefined when it has none. */
  readonly days: number | undefined;
}

/** How many suggestions people kept: over the weeks, and by how sure the classifier was. */
export function Quality({ filter, days }: Props) {
  // A few days lie in two weeks when a Monday is among them.
  const weeks = days ? Math.min(MOST_WEEKS, Math.ceil(days / 7) + 1) : MOST_WEEKS;
  const result = useNumbers(StatsQualityDocument, { filter, weeks });
  const isEmpty = result.data && decidedWeeks(result.data.stats.classification).length === 0;
  return (
    <>
      <Panel
        title={quality.title}
        result={result}
        height={HEIGHT}
        span="two"
        table={
          isEmpty ? undefined : ({ stats }) => <Weeks weeks={decidedWeeks(stats.classification)} />
        }
      >
        {({ stats }) => <ByWeek weeks={decidedWeeks(stats.classification)} />}
      </Panel>
      <Panel title={quality.byField} result={result} height={HEIGHT} failureIsTold>
        {({ stats }) => <ByBand classification={stats.classification} />}
      </Panel>
    </>
  );
}

/** Without the empty weeks at both ends, which belong to no range. */
function decidedWeeks({ byWeek }: Classification): readonly Week[] {
  const first = byWeek.findIndex(({ decided }) => decided > 0);
  const last = byWeek.findLastIndex(({ decided }) => decided > 0);
  return first < 0 ? [] : byWeek.slice(first, last + 1);
}

function ByWeek({ weeks }: { readonly weeks: readonly Week[] }) {
  if (weeks.length === 0) return <Text c="dimmed">{quality.empty}</Text>;
  const points = weeks.map(({ week, decided, categoryAccuracy, priorityAccuracy }) => ({
    name: formatShortDay(week),
    sentence: `${quality.onWeek(formatDay(week), spoken(categoryAccuracy), spoken(priorityAccuracy))} (${quality.decidedOf(formatNumber(decided))})`,
    summary: (
      <>
        {formatShortDay(week)}
        <span className={classes.key} />
        {formatShare(categoryAccuracy)}
        <span className={classes.key} data-line="1" />
        {formatShare(priorityAccuracy)}
        <span className={classes.decided}>{quality.decidedOf(formatNumber(decided))}</span>
      </>
    ),
    values: [categoryAccuracy, priorityAccuracy],
  }));
  return (
    <>
      <p className={classes.legend}>
        <span className={classes.key} />
        {labels.category.name}
        <span className={classes.key} data-line="1" />
        {labels.priority.name}
      </p>
      <TimeChart label={quality.chart} points={points} max={1} formatValue={formatPercent} />
    </>
  );
}

function Weeks({ weeks }: { readonly weeks: readonly Week[] }) {
  return (
    <DataTable
      caption={quality.title}
      head={[quality.week, labels.category.name, labels.priority.name, quality.decided]}
      rows={weeks
        .toReversed()
        .map(({ week, decided, categoryAccuracy, priorityAccuracy }) => [
          formatDay(week),
          formatShare(categoryAccuracy),
          formatShare(priorityAccuracy),
          formatNumber(decided),
        ])}
      maxHeight={HEIGHT}
    />
  );
}

function ByBand({ classification }: { readonly classification: Classification }) {
  const { byBand, categoryAccuracy, priorityAccuracy } = classification;
  const categories = byBand.reduce((sum, { categoryDecided }) => sum + categoryDecided, 0);
  const priorities = byBand.reduce((sum, { priorityDecided }) => sum + priorityDecided, 0);
  if (categories === 0) return <Text c="dimmed">{quality.empty}</Text>;
  return (
    <DataTable
      caption={quality.byField}
      fills
      head={[quality.band, labels.category.name, labels.priority.name]}
      rows={[
        ...byBand.map(
          ({ band, categoryDecided, priorityDecided, ...of }) =>
            [
              labels.band[band],
              <Kept key="category" share={of.categoryAccuracy} decided={categoryDecided} />,
              <Kept key="priority" share={of.priorityAccuracy} decided={priorityDecided} />,
            ] as const,
        ),
        [
          quality.all,
          <Kept key="category" share={categoryAccuracy} decided={categories} />,
          <Kept key="priority" share={priorityAccuracy} decided={priorities} />,
        ],
      ]}
    />
  );
}

function Kept({ share, decided }: { readonly share: number | null; readonly decided: number }) {
  return (
    <>
      <span className={classes.share}>{formatShare(share)}</span>
      <span className={classes.decided}>{quality.decidedOf(formatNumber(decided))}</span>
    </>
  );
}

/** A dash is not read out. */
const spoken = (share: number | null) => (share === null ? quality.nothing : formatPercent(share));

const formatShare = (share: number | null) =>
  share === null ? strings.stats.usage.none : formatPercent(share);
