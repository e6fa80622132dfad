import { useQuery } from '@apollo/client/react';
import { Title } from '@mantine/core';
import { useSearchParams } from 'react-router';
import { formatDays } from '../format';
import { strings } from '../strings';
import { ErrorPanel } from '../ui/ErrorPanel';
import { useTitle } from '../ui/useTitle';
import { Breakdowns } from './Breakdowns';
import { Cards } from './Cards';
import { Classifier } from './Classifier';
import { dayOf, daysFrom } from './day';
import { NothingMatches, NothingYet } from './Empty';
import { fetchPolicy } from './fetchPolicy';
import { filterOf } from './filterAddress';
import { PerDay } from './PerDay';
import { Quality } from './Quality';
import { RangePicker } from './RangePicker';
import { createdAt, earlier, listAddress, rangeOf, withDays, withPreset } from './range';
import { StatsPageDocument } from './StatsPage.generated';
import classes from './StatsPage.module.css';
import { Usage } from './Usage';
import { useLiveStats } from './useLiveStats';
import { useToday } from './useToday';

const words = strings.stats;

/** What the tickets of some days, and of some labels, add up to. All of that stands in the address. */
export function StatsPage() {
  useTitle(words.title);
  const [address, setAddress] = useSearchParams();
  const today = useToday();
  const range = rangeOf(address, today);
  const labels = filterOf(address);
  const filter = { ...labels, createdAt: createdAt(range) };
  const before = earlier(range);
  useLiveStats(filter);

  const variables = {
    filter,
    earlier: before ? { ...labels, createdAt: createdAt(before) } : {},
    hasEarlier: before !== undefined,
  };
  const result = useQuery(StatsPageDocument, { variables, fetchPolicy });
  const data = result.data ?? result.previousData;
  const oldest = data?.first.nodes[0];
  const first = oldest && dayOf(oldest.createdAt);
  // There is nothing to be counted before the first ticket, so those days are left out of averages.
  const from =
    [range.from, first]
      .filter((day) => day !== undefined)
      .sort()
      .at(-1) ?? today;
  // A period of which the beginning is missing would make every change look like growth.
  const isWhole = before?.from !== undefined && first !== undefined && first <= before.from;

  return (
    <div className={classes.page}>
      <header className={classes.header}>
        <Title order={1}>{words.title}</Title>
        <RangePicker
          range={range}
          today={today}
          onPreset={(preset) => setAddress(withPreset(address, preset))}
          onDays={(from, to) => setAddress(withDays(address, from, to))}
        />
      </header>
      {data && !oldest ? <NothingYet /> : content()}
    </div>
  );

  function content() {
    const counted = data && { ...data.stats, days: Math.max(1, daysFrom(from, range.to)) };
    const countedBefore = isWhole &&
      data?.earlier && { ...data.earlier, days: daysFrom(before.from, before.to) };
    return (
      <>
        {result.error ? (
          <ErrorPanel error={result.error} onRetry={() => void result.refetch().catch(() => {})} />
        ) : (
          <Cards now={counted} before={countedBefore || undefined} />
        )}
        <p className={classes.note}>{note()}</p>
        {data?.stats.total === 0 ? (
          <NothingMatches />
        ) : (
          <div className={classes.panels}>
            <PerDay filter={filter} range={range} today={today} />
            <Breakdowns
              filter={filter}
              listWith={(field, label) => listAddress(address, range, today, field, label)}
            />
            <Quality filter={filter} days={range.from ? daysFrom(range.from, today) : undefined} />
            <Usage filter={filter} />
            <Classifier />
          </div>
        )}
      </>
    );
  }

  function note() {
    const days = formatDays(range.from ?? from, range.to);
    if (!isWhole || !before.from) return words.days(days);
    return words.daysCompared(days, formatDays(before.from, before.to));
  }
}
