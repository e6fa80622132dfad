import type { FragmentType } from '@apollo/client';
import { useApolloClient, useFragment } from '@apollo/client/react';
import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { Reason } from '../../classification/Reason';
import { SuggestionChip } from '../../classification/SuggestionChip';
import { formatDollars, formatMilliseconds, formatNumber } from '../../format';
import { strings } from '../../strings';
import { useKeys } from '../../ui/keys';
import { confirmSuggestions } from '../change/changeTickets';
import {
  type SuggestionPanel_TicketFragment,
  SuggestionPanel_TicketFragmentDoc,
} from './SuggestionPanel.generated';

const { labels, ticket: page } = strings;

interface Props {
  readonly ticket: FragmentType<typeof SuggestionPanel_TicketFragmentDoc>;
  /** Whether it is gone: then nothing of it can be changed. */
  readonly isDeleted: boolean;
}

/** What the classifier suggested, why, what it cost, and what became of it. */
export function SuggestionPanel({ ticket, isDeleted }: Props) {
  const { data, complete } = useFragment({
    fragment: SuggestionPanel_TicketFragmentDoc,
    fragmentName: 'SuggestionPanel_ticket',
    from: ticket,
  });
  const client = useApolloClient();
  const waits = complete && !isDeleted && data.triage === 'UNCONFIRMED';
  const confirm = () => data.id !== undefined && void confirmSuggestions(client, [data.id]);
  useKeys({ a: () => (waits ? confirm() : false) });
  if (!complete) return null;
  const { classification, triage } = data;

  return (
    <Stack component="section" gap="xs" aria-label={page.suggestion.title}>
      <Group justify="space-between" mih="1.625rem">
        <Title order={2} size="h3">
          {page.suggestion.title}
        </Title>
        {waits ? (
          <Button size="compact-sm" variant="light" aria-keyshortcuts="A" onClick={confirm}>
            {page.suggestion.confirm}
          </Button>
        ) : (
          classification && (
            <Text size="sm" c="dimmed">
              {labels.triage[triage]}
            </Text>
          )
        )}
      </Group>
      {classification ? (
        <Made {...classification} />
      ) : (
        <Text size="sm" c="dimmed">
          {page.suggestion.none}
        </Text>
      )}
    </Stack>
  );
}

type Classification = NonNullable<SuggestionPanel_TicketFragment['classification']>;

function Made(made: Classification) {
  return (
    <>
      <Group gap="xs">
        <SuggestionChip label={labels.category[made.category]} band={made.categoryBand} />
        <SuggestionChip label={labels.priority[made.priority]} band={made.priorityBand} />
      </Group>
      <Reason classification={made} />
      <Text size="xs" c="dimmed">
        {expense(made)}
      </Text>
    </>
  );
}

/** `6 ms · 412 tokens · $0.0003`. */
function expense({ latencyMs, inputTokens, outputTokens, costUsd }: Classification): string {
  const { tokens, unknownCost } = page.suggestion;
  const count = inputTokens + outputTokens;
  return [
    formatMilliseconds(latencyMs),
    count > 0 && tokens(formatNumber(count)),
    costUsd === null ? unknownCost : formatDollars(costUsd),
  ]
    .filter(Boolean)
    .join(' · ');
}
