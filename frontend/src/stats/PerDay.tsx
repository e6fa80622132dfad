import { useQuery } from '@apollo/client/react';
import { Text } from '@mantine/core';
import { formatCompact, formatDay, formatNumber, formatShortDay } from '../format';
import type { TicketFilter } from '../graphql.generated';
import { strings } from '../strings';
import { DataTable } from './DataTable';
import { type Day, daysFrom } from './day';
import { fetchPolicy } from './fetchPolicy';
import { Panel } from './Panel';
import { StatsPerDayDocument, type StatsPerDayQuery } from './PerDay.generated';
import classes from './PerDay.module.css';
import type { Range } from './range';
import { TimeChart } from './TimeChart';

/** The API tells single days no further back. */
const MOST_DAYS = 366;

const { perDay } = strings.stats;

interface Props {
  readonly filter: TicketFilter;
  readonly range: Range;
  /** The first day of the range, or that of the first ticket: there is nothing to be drawn before it. */
  readonly from: Day;
  readonly today: Day;
}

export function PerDay({ filter, range, from, today }: Props) {
  // The days that the API counts end today, wherever the range does.
  const wanted = daysFrom(from, today);
  const days = Math.max(1, Math.min(MOST_DAYS, wanted));
  const result = useQuery(StatsPerDayDocument, { variables: { filter, days }, fetchPolicy });
  const within = ({ stats }: StatsPerDayQuery) =>
    stats.createdPerDay.filter(({ date }) => date >= from && date <= range.to);
  return (
    <Panel
      title={perDay.title}
      result={result}
      height="13.75rem"
      className={classes.whole}
      table={(data) => (
        <DataTable
          caption={perDay.title}
          head={[perDay.day, perDay.tickets]}
          rows={within(data)
            .toReversed()
            .map((day) => [formatDay(day.date), formatNumber(day.count)])}
          maxHeight="13.75rem"
        />
      )}
    >
      {(data) => {
        const points = within(data).map(({ date, count }) => ({
          name: formatShortDay(date),
          sentence: perDay.onDay(formatDay(date), perDay.count(count, formatNumber(count))),
          values: [count],
        }));
        if (points.length === 0) return <Text c="dimmed">{perDay.tooFarBack}</Text>;
        return (
          <>
            <TimeChart label={perDay.chart} points={points} formatValue={formatCompact} area />
            {wanted > MOST_DAYS && (
              <Text c="dimmed" size="xs">
                {perDay.lastYearOnly}
              </Text>
            )}
          </>
        );
      }}
    </Panel>
  );
}
