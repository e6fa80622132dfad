import { formatDollars, formatMilliseconds, formatNumber, formatPercent } from '../format';
import type { TicketFilter } from '../graphql.generated';
import { strings } from '../strings';
import { Facts } from './Facts';
import { Panel } from './Panel';
import { StatsUsageDocument } from './Usage.generated';
import { useNumbers } from './useNumbers';

const { usage } = strings.stats;

/** How much the suggestions of the tickets took: time, tokens and money. */
export function Usage({ filter }: { readonly filter: TicketFilter }) {
  const result = useNumbers(StatsUsageDocument, { filter });
  return (
    <Panel title={usage.title} result={result} height="5.5625rem" room="lines" span="two">
      {({ stats: { classification } }) => {
        const { suggestions, cacheHits, fallbacks, inputTokens, outputTokens, costUsd } =
          classification;
        const ofAll = (count: number) =>
          suggestions > 0
            ? usage.counted(formatNumber(count), formatPercent(count / suggestions))
            : formatNumber(count);
        return (
          <Facts
            facts={[
              [usage.suggestions, formatNumber(suggestions)],
              [usage.cacheHits, ofAll(cacheHits)],
              [usage.fallbacks, ofAll(fallbacks)],
              [usage.tokens, usage.tokensOf(formatNumber(inputTokens), formatNumber(outputTokens))],
              [usage.cost, costUsd === null ? usage.costUnknown : formatDollars(costUsd)],
              [usage.latency, latency(classification.latencyP50Ms, classification.latencyP95Ms)],
            ]}
          />
        );
      }}
    </Panel>
  );
}

/** How long half of the answers took at the most, and all but one in twenty. */
export function latency(half: number | null, most: number | null): string {
  if (half === null || most === null) return usage.none;
  return usage.latencyOf(formatMilliseconds(half), formatMilliseconds(most));
}
