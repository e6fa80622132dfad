import { Button, Popover, Stack, VisuallyHidden } from '@mantine/core';
import { strings } from '../strings';
import { useIsNarrow } from '../ui/useIsNarrow';
import { type Explained, Reason } from './Reason';

const { suggestion } = strings;

interface Props {
  readonly classification: Explained;
  /** What was suggested, for those who hear the button without what stands around it. */
  readonly of: string;
}

/** Opens what a suggestion rests on. */
export function Why({ classification, of }: Props) {
  // On a phone what saves a ticket stands below.
  const isNarrow = useIsNarrow();
  return (
    <Popover
      width={300}
      position={isNarrow ? 'top-start' : 'bottom-start'}
      shadow="md"
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <Button variant="subtle" color="gray" size="compact-xs">
          {suggestion.why}
          <VisuallyHidden>{` (${of})`}</VisuallyHidden>
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={suggestion.whyTitle(of)}>
        <Stack gap="xs" data-autofocus tabIndex={-1}>
          <Reason classification={classification} />
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
