import { useQuery } from '@apollo/client/react';
import { Text } from '@mantine/core';
import { formatDollars, formatNumber } from '../format';
import { strings } from '../strings';
import { StatsClassifierDocument, type StatsClassifierQuery } from './Classifier.generated';
import classes from './Classifier.module.css';
import { DataTable } from './DataTable';
import { Facts } from './Facts';
import { fetchPolicy } from './fetchPolicy';
import { Panel } from './Panel';
import { latency } from './Usage';

const { models, usage } = strings.stats;
const { labels } = strings;

type Status = StatsClassifierQuery['classifierStatus'];
type Model = StatsClassifierQuery['stats']['classification']['byModel'][number];

/** Who suggests, whether it can at present, and what was paid for it; no filter matters here. */
export function Classifier() {
  const result = useQuery(StatsClassifierDocument, { fetchPolicy });
  return (
    <>
      <Panel title={models.title} result={result} height="11rem" className={classes.wide}>
        {({ classifierStatus }) => <Facts facts={factsOf(classifierStatus)} />}
      </Panel>
      {/* One failure is told once. */}
      {!result.error && (
        <Panel title={models.calls} result={result} height="2rem" className={classes.whole}>
          {({ stats }) => <Models models={stats.classification.byModel} />}
        </Panel>
      )}
    </>
  );
}

function factsOf(status: Status): readonly (readonly [string, string])[] {
  const { provider, model, breaker, budgetUsd, budgetLeftUsd, embeddedModel } = status;
  if (breaker === null) return [[models.embedded, `${embeddedModel} · ${models.alwaysThere}`]];
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
  if (called.length === 0) return <Text c="dimmed">{models.empty}</Text>;
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
        usage.tokensOf(formatNumber(model.inputTokens), formatNumber(model.outputTokens)),
        cost(model.costTodayUsd),
        cost(model.costUsd),
        latency(model.latencyP50Ms, model.latencyP95Ms),
      ])}
    />
  );
}
