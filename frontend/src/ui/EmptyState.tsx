import { Stack, Text } from '@mantine/core';
import type { TablerIcon } from '@tabler/icons-react';
import type { ReactNode } from 'react';

interface Props {
  readonly icon: TablerIcon;
  readonly title: string;
  readonly hint: string;
  /** What one can do about it. */
  readonly children: ReactNode;
}

/** Why there is nothing to be seen. */
export function EmptyState({ icon: Icon, title, hint, children }: Props) {
  return (
    <Stack align="center" gap="xs" p="xl" ta="center">
      <Icon size="2.5rem" stroke={1.25} aria-hidden />
      <Text fw={600}>{title}</Text>
      <Text c="dimmed">{hint}</Text>
      {children}
    </Stack>
  );
}
