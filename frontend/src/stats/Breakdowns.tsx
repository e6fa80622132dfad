import { formatNumber, formatPercent } from '../format';
import type { TicketFilter } from '../graphql.generated';
import { strings } from '../strings';
import { CategoryMark } from '../ticket/CategoryMark';
import { CATEGORIES, PRIORITIES, STATUSES } from '../ticket/labels';
import { PriorityMark } from '../ticket/PriorityMark';
import { StatusMark } from '../ticket/StatusMark';
import type { LabelFilter } from '../ticket/view';
import { type Bar, BarList } from './BarList';
import { StatsBreakdownsDocument, type StatsBreakdownsQuery } from './Breakdowns.generated';
import { DataTable } from './DataTable';
import { Panel } from './Panel';
import { type Numbers, useNumbers } from './useNumbers';

const { breakdown } = strings.stats;
const { labels } = strings;

type Stats = StatsBreakdownsQuery['stats'];

interface Props {
  readonly filter: TicketFilter;
  /** Where the list of the tickets is that the numbers are about and that have a label besides. */
  readonly listWith: (labels: Partial<LabelFilter>) => string;
}

/** How the tickets divide, by each of their labels. */
export function Breakdowns({ filter, listWith }: Props) {
  const result = useNumbers(StatsBreakdownsDocument, { filter });
  const byPriority = (stats: Stats) =>
    PRIORITIES.map((priority) => ({
      value: priority,
      name: labels.priority[priority],
      mark: <PriorityMark priority={priority} />,
      count: stats.byPriority.find((counted) => counted.priority === priority)?.count ?? 0,
      path: listWith({ priority: [priority] }),
    }));
  const byCategory = (stats: Stats) =>
    CATEGORIES.map((category) => ({
      value: category,
      name: labels.category[category],
      mark: <CategoryMark category={category} />,
      count: stats.byCategory.find((counted) => counted.category === category)?.count ?? 0,
      path: listWith({ category: [category] }),
    }));
  const byStatus = (stats: Stats) =>
    STATUSES.map((status) => ({
      value: status,
      name: labels.status[status],
      mark: <StatusMark status={status} />,
      count: stats.byStatus.find((counted) => counted.status === status)?.count ?? 0,
      path: listWith({ status: [status] }),
    }));
  return (
    <>
      <Breakdown
        title={breakdown.byPriority}
        label={labels.priority.name}
        result={result}
        bars={byPriority}
      />
      <Breakdown
        title={breakdown.byCategory}
        label={labels.category.name}
        result={result}
        failureIsTold
        bars={byCategory}
      />
      <Breakdown
        title={breakdown.byStatus}
        label={labels.status.name}
        result={result}
        failureIsTold
        bars={byStatus}
      />
    </>
  );
}

interface BreakdownProps {
  readonly title: string;
  readonly label: string;
  readonly result: Numbers<StatsBreakdownsQuery>;
  readonly failureIsTold?: boolean;
  readonly bars: (stats: Stats) => readonly Bar[];
}

function Breakdown({ title, label, result, failureIsTold = false, bars }: BreakdownProps) {
  return (
    <Panel
      title={title}
      result={result}
      failureIsTold={failureIsTold}
      height="10.0625rem"
      table={({ stats }) => {
        const counted = bars(stats);
        const total = counted.reduce((sum, { count }) => sum + count, 0);
        return (
          <DataTable
            caption={title}
            head={[label, breakdown.tickets, breakdown.share]}
            rows={counted.map(({ name, count }) => [
              name,
              formatNumber(count),
              formatPercent(total > 0 ? count / total : 0),
            ])}
          />
        );
      }}
    >
      {({ stats }) => <BarList bars={bars(stats)} />}
    </Panel>
  );
}
