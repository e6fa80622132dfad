import type { FragmentType } from '@apollo/client';
import { useFragment } from '@apollo/client/react';
import { Text } from '@mantine/core';
import { strings } from '../strings';
import { Reason_ClassificationFragmentDoc } from './Reason.generated';

const { suggestion: words, labels } = strings;

export type Explained = FragmentType<typeof Reason_ClassificationFragmentDoc>;

/** What a suggestion rests on: the words that decided, who answered, and what fell back. */
export function Reason({ classification }: { readonly classification: Explained }) {
  const { data, complete } = useFragment({
    fragment: Reason_ClassificationFragmentDoc,
    from: classification,
  });
  if (!complete) return null;
  return (
    <>
      <Text size="sm" className="customers-words" dir="auto">
        {data.reason ?? words.noReason}
      </Text>
      <Text size="xs" c="dimmed">
        {words.by(labels.provider[data.provider], data.model)}{' '}
        {data.cached ? words.cached : words.notCached}
      </Text>
      {data.fallbackReason !== null && (
        <Text size="xs" c="dimmed">
          {words.fellBack(data.fallbackReason)}
        </Text>
      )}
    </>
  );
}
