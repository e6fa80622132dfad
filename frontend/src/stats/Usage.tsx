import { Skeleton, Text } from '@mantine/core';
import { formatDollars, formatMilliseconds, formatNumber, formatPercent } from '../format';
import type { TicketFilter } from '../graphql.generated';
import { strings } from '../strings';
import { Facts } from './Facts';
import { Panel } from './Panel';
import { StatsUsageDocument, type StatsUsageQuery } from './Usage.generated';
import { useNumbers } from './useNumbers';

const { usage } = strings.stats;

type Classification = StatsUsageQuery['stats']['classification'];

/** How much the suggestions of the tickets took: time, tokens and money. */
export function Usage({ filter }: { readonly filter: TicketFilter }) {
  const result = useNumbers(StatsUsageDocument, { filter });
  return (
    <Panel
      title={usage.title}
      result={result}
      height="7.25rem"
      room="lines"
      skeleton={<Taken by={undefined} />}
      span="two"
    >
      {({ stats }) => <Taken by={stats.classification} />}
    </Panel>
  );
}

/** Without numbers, the room that they will take. */
function Taken({ by }: { readonly by: Classification | undefined }) {
  const told = (tell: (by: Classification) => string, width = '3rem') =>
    by ? tell(by) : <Skeleton width={width} height="0.75rem" my="calc((1lh - 0.75rem) / 2)" />;
  return (
    <>
      <Facts
        facts={[
          [usage.suggestions, told(({ suggestions }) => formatNumber(suggestions))],
          [usage.cacheHits, told(({ cacheHits, suggestions }) => ofAll(cacheHits, suggestions))],
          [usage.fallbacks, told(({ fallbacks, suggestions }) => ofAll(fallbacks, suggestions))],
          [
            usage.tokens,
            told(({ inputTokens, outputTokens }) =>
              usage.tokensOf(formatNumber(inputTokens), formatNumber(outputTokens)),
            ),
          ],
          [
            usage.cost,
            told(({ costUsd }) => (costUsd === null ? usage.costUnknown : formatDollars(costUsd))),
          ],
          [
            usage.latency,
            told(
              ({ latencyP50Ms, latencyP95Ms }) => latency(latencyP50Ms, latencyP95Ms),
              '5.25rem',
            ),
          ],
        ]}
      />
      <Text size="xs" c="dimmed" mt="xs">
        {usage.latencyNote}
      </Text>
    </>
  );
}

function ofAll(count: number, suggestions: number): string {
  return suggestions > 0
    ? usage.counted(formatNumber(count), formatPercent(count / suggestions))
    : formatNumber(count);
}

/** How long half of the answers took at the most, and all but one in twenty. */
export function latency(half: number | null, most: number | null): string {
  if (half === null || most === null) return usage.none;
  return usage.latencyOf(formatMilliseconds(half), formatMilliseconds(most));
}
