import { Text } from '@mantine/core';
import { formatCompact, formatDollars, formatNumber } from '../format';
import { strings } from '../strings';
import { StatsClassifierDocument, type StatsClassifierQuery } from './Classifier.generated';
import { DataTable } from './DataTable';
import { Facts } from './Facts';
import { Panel } from './Panel';
import { latency } from './Usage';
import { useNumbers } from './useNumbers';

const { models, usage } = strings.stats;
const { labels } = strings;

type Status = StatsClassifierQuery['classifierStatus'];
type Model = StatsClassifierQuery['stats']['classification']['byModel'][number];

/** Who suggests, whether it can at present, and what was paid for it; no filter matters here. */
export function Classifier() {
  const result = useNumbers(StatsClassifierDocument, {});
  const called = result.data?.stats.classification.byModel ?? [];
  return (
    <>
      <Panel title={models.title} result={result} height="7rem" room="lines">
        {({ classifierStatus }) => (
          <>
            <Facts facts={factsOf(classifierStatus)} />
            {called.length === 0 && <Text c="dimmed">{models.empty}</Text>}
          </>
        )}
      </Panel>
      {called.length > 0 && (
        <Panel title={models.calls} result={result} height="0" span="all">
          {() => <Models models={called} />}
        </Panel>
      )}
    </>
  );
}

function factsOf(status: Status): readonly (readonly [string, string])[] {
  const { provider, model, breaker, budgetUsd, budgetLeftUsd, embeddedModel } = status;
  if (breaker === null) return [[models.embedded, embeddedModel]];
  const facts: [string, string][] = [
    [models.provider, `${labels.provider[provider]} · ${model}`],
    [models.state, models.breaker[breaker]],
    [models.embedded, embeddedModel],
  ];
  if (budgetUsd !== null && budgetLeftUsd !== null) {
    const left = models.budgetOf(formatDollars(budgetLeftUsd), formatDollars(budgetUsd));
    facts.push([models.budget, left]);
  }
  return facts;
}

function Models({ models: called }: { readonly models: readonly Model[] }) {
  const cost = (dollars: number | null) => (dollars === null ? usage.none : formatDollars(dollars));
  return (
    <DataTable
      caption={models.calls}
      head={[
        models.model,
        models.callCount,
        models.failures,
        models.cacheHits,
        models.tokens,
        models.today,
        models.cost,
        models.latency,
      ]}
      rows={called.map((model) => [
        `${labels.provider[model.provider]} · ${model.model}`,
        formatNumber(model.calls),
        formatNumber(model.failures),
        formatNumber(model.cacheHits),
        // Their length would leave no room for the others.
        usage.tokensOf(formatCompact(model.inputTokens), formatCompact(model.outputTokens)),
        cost(model.costTodayUsd),
        cost(model.costUsd),
        latency(model.latencyP50Ms, model.latencyP95Ms),
      ])}
    />
  );
}
