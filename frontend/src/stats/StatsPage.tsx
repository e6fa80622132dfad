import { useApolloClient } from '@apollo/client/react';
import { Title, VisuallyHidden } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMemo } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { type Day, dayOf, daysFrom } from '../day';
import { formatDays } from '../format';
import { strings } from '../strings';
import { useViewChange } from '../ticket/useViewChange';
import { filterOf, pathOf, type TicketView, viewOf } from '../ticket/view';
import { ErrorPanel } from '../ui/ErrorPanel';
import { useFirst } from '../ui/useFirst';
import { useNow } from '../ui/useNow';
import { useTitle } from '../ui/useTitle';
import { Breakdowns } from './Breakdowns';
import { Cards } from './Cards';
import { Classifier } from './Classifier';
import { NothingMatches, NothingYet } from './Empty';
import { Filters } from './Filters';
import { FailureIsTold } from './Panel';
import { PerDay } from './PerDay';
import { Quality } from './Quality';
import { RangePicker } from './RangePicker';
import { createdIn, earlier, type Preset, rangeOf, statsPath } from './range';
import { StatsPageDocument } from './StatsPage.generated';
import classes from './StatsPage.module.css';
import { Usage } from './Usage';
import { useLiveStats } from './useLiveStats';
import { useNumbers } from './useNumbers';

const words = strings.stats;
const SETTLING_MS = 500;

/** What the tickets of some days, and of some labels, add up to. All of that stands in the address. */
export function StatsPage() {
  useTitle(words.title);
  const client = useApolloClient();
  const navigate = useNavigate();
  const [params] = useSearchParams();
  const today = dayOf(useNow());
  const { range, view, filter } = useMemo(() => subjectOf(params, today), [params, today]);
  const before = earlier(range);
  useLiveStats(filter);
  const change = useViewChange(view, show);

  const variables = {
    filter,
    earlier: before ? filterOf({ ...view, created: before }, Date.parse(today)) : {},
    hasEarlier: before !== undefined,
  };
  const { data, isFormer, error } = useNumbers(StatsPageDocument, variables);
  const found = useFirst(params.toString(), isFormer ? undefined : data?.stats.total);
  // While the whole page is drawn anew nothing is read out.
  const [spoken] = useDebouncedValue(found, SETTLING_MS);
  const oldest = data?.first.nodes[0];
  const first = oldest && dayOf(oldest.createdAt);
  // There is nothing to be counted before the first ticket, so those days are left out of averages.
  const from =
    [range.from, first]
      .filter((day) => day !== undefined)
      .sort()
      .at(-1) ?? today;
  // A period of which the beginning is missing would make every change look like growth.
  const whole = before && first && first <= before.from ? before : undefined;

  return (
    <div className={classes.page}>
      <header className={classes.header}>
        <Title order={1}>{words.title}</Title>
        <RangePicker
          range={range}
          onPreset={choosePreset}
          onDays={(created) => navigate(statsPath({ ...view, created }))}
        />
      </header>
      <Filters view={view} onChange={change} />
      <VisuallyHidden role="status">
        {/* The same number of another range is news, too. */}
        {spoken && <span key={spoken.turn}>{strings.list.found(spoken.value)}</span>}
      </VisuallyHidden>
      {data && !oldest ? <NothingYet /> : content()}
    </div>
  );

  function content() {
    const hasFailed = error !== undefined && data === undefined;
    const counted = data && { ...data.stats, days: Math.max(1, daysFrom(from, range.to)) };
    const countedBefore = whole &&
      data?.earlier && { ...data.earlier, days: daysFrom(whole.from, whole.to) };
    return (
      <>
        <div className={classes.cards}>
          <div className={hasFailed ? classes.unseen : undefined} inert={hasFailed}>
            <Cards now={counted} before={countedBefore} />
          </div>
          {hasFailed && <ErrorPanel error={error} onRetry={askAgain} room="lines" />}
        </div>
        <p className={classes.note}>{note()}</p>
        {data?.stats.total === 0 ? (
          <NothingMatches />
        ) : (
          <FailureIsTold value={hasFailed}>
            <div className={classes.panels}>
              <PerDay filter={filter} range={range} today={today} />
              <Breakdowns
                filter={filter}
                listWith={(labels) => pathOf({ ...view, ...labels, order: 'created' })}
              />
              <Quality
                filter={filter}
                days={range.from ? daysFrom(range.from, today) : undefined}
              />
              <Usage filter={filter} />
              <Classifier />
            </div>
          </FailureIsTold>
        )}
      </>
    );
  }

  function note() {
    const days = formatDays(range.from ?? from, range.to);
    const said = whole ? words.compared(days, formatDays(whole.from, whole.to)) : days;
    return `${said}. ${data && error ? `${words.notUpToDate}.` : words.midnight}`;
  }

  /** The panels' own queries have most likely failed with it. */
  function askAgain() {
    client.refetchQueries({ include: 'active' }).catch(() => {});
  }

  function choosePreset(preset: Preset) {
    const all = preset === 'all';
    const created = all ? undefined : { range: preset };
    navigate(all ? statsPath({ ...view, created }, preset) : statsPath({ ...view, created }));
  }

  /** Other filters; the range stays. */
  function show(view: TicketView, replace: boolean) {
    navigate(statsPath(view, range.preset === 'all' ? 'all' : undefined), { replace });
  }
}

/** What the numbers of an address are about. */
function subjectOf(params: URLSearchParams, today: Day) {
  const ofList = viewOf(params);
  const range = rangeOf(params, ofList, today);
  const view: TicketView = { ...ofList, created: createdIn(range) };
  return { range, view, filter: filterOf(view, Date.parse(today)) };
}
