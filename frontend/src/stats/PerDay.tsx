import { Text } from '@mantine/core';
import { type Day, daysFrom } from '../day';
import { formatCompact, formatDay, formatNumber, formatShortDay } from '../format';
import type { TicketFilter } from '../graphql.generated';
import { strings } from '../strings';
import { DataTable } from './DataTable';
import { Panel } from './Panel';
import { StatsPerDayDocument, type StatsPerDayQuery } from './PerDay.generated';
import type { Range } from './range';
import { TimeChart } from './TimeChart';
import { useNumbers } from './useNumbers';

/** The API tells single days no further back. */
const MOST_DAYS = 366;

const { perDay } = strings.stats;

interface Props {
  readonly filter: TicketFilter;
  readonly range: Range;
  readonly today: Day;
}

/** How many tickets came in each day. */
export function PerDay({ filter, range, today }: Props) {
  // The days that the API counts end today, wherever the range does.
  const wanted = range.from ? daysFrom(range.from, today) : MOST_DAYS;
  const days = Math.min(MOST_DAYS, wanted);
  const result = useNumbers(StatsPerDayDocument, { filter, days });
  const within = ({ stats }: StatsPerDayQuery) => {
    const from = range.from ?? beginning(stats.createdPerDay);
    return stats.createdPerDay.filter(({ date }) => from <= date && date <= range.to);
  };
  const shown = result.data && within(result.data).length;
  const isCut = shown === MOST_DAYS || (wanted > MOST_DAYS && shown !== 0);
  return (
    <Panel
      title={perDay.title}
      result={result}
      height="14.5rem"
      span="all"
      note={isCut ? perDay.lastYearOnly : undefined}
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
        return <TimeChart label={perDay.chart} points={points} formatValue={formatCompact} area />;
      }}
    </Panel>
  );
}

/** The day of the first ticket; a week before the last day at least, so that there is a line. */
function beginning(days: readonly { readonly date: Day; readonly count: number }[]): Day {
  const first = days.findIndex(({ count }) => count > 0);
  const latest = Math.max(0, days.length - 7);
  return days[first < 0 ? latest : Math.min(first, latest)]?.date ?? '';
}
