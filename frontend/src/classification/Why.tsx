import type { FragmentType } from '@apollo/client';
import { useFragment } from '@apollo/client/react';
import { Button, Popover, Stack, Text, VisuallyHidden } from '@mantine/core';
import { strings } from '../strings';
import { Why_ClassificationFragmentDoc } from './Why.generated';

const { suggestion, labels } = strings;

interface Props {
  readonly classification: FragmentType<typeof Why_ClassificationFragmentDoc>;
  /** What was suggested, for those who hear the button without what stands around it. */
  readonly of: string;
}

/** Opens what a suggestion rests on: the words that decided, who answered, and what fell back. */
export function Why({ classification, of }: Props) {
  const { data, complete } = useFragment({
    fragment: Why_ClassificationFragmentDoc,
    from: classification,
  });
  if (!complete) return null;
  return (
    <Popover width={300} position="bottom-start" shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <Button variant="subtle" color="gray" size="compact-xs">
          {suggestion.why}
          <VisuallyHidden>{` (${of})`}</VisuallyHidden>
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={suggestion.whyTitle(of)}>
        <Stack gap="xs">
          <Text size="sm" className="customers-words" data-autofocus tabIndex={-1}>
            {data.reason ?? suggestion.noReason}
          </Text>
          <Text size="xs" c="dimmed">
            {suggestion.by(labels.provider[data.provider], data.model)}
            {data.cached && ` ${suggestion.cached}`}
          </Text>
          {data.fallbackReason !== null && (
            <Text size="xs" c="dimmed">
              {suggestion.fellBack(data.fallbackReason)}
            </Text>
          )}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
