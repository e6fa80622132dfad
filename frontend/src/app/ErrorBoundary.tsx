import { Button, Stack, Text, Title } from '@mantine/core';
import { Component, type ErrorInfo, type ReactNode } from 'react';
import { strings } from '../strings';

interface Props {
  /** Which page is inside: another one may be without fault. */
  readonly page?: string;
  readonly children: ReactNode;
}

interface State {
  readonly failed: boolean;
}

/**
 * The last resort when the page itself is at fault. What was typed is not in here: drafts are stored as
 * they are written.
 */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { failed: false };

  static getDerivedStateFromError(): State {
    return { failed: true };
  }

  override componentDidUpdate({ page }: Props) {
    if (this.state.failed && page !== this.props.page) this.setState({ failed: false });
  }

  override componentDidCatch(error: Error, info: ErrorInfo) {
    console.error(error, info.componentStack);
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    const { title, description, reload } = strings.errors.unexpected;
    return (
      <Stack role="alert" align="center" gap="xs" p="xl" ta="center">
        <Title order={1}>{title}</Title>
        <Text c="dimmed">{description}</Text>
        <Button onClick={() => window.location.reload()}>{reload}</Button>
      </Stack>
    );
  }
}
