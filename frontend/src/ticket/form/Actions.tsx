import { Button, Text } from '@mantine/core';
import { strings } from '../../strings';
import classes from './TicketForm.module.css';
import type { Failure } from './useSave';

const { form } = strings;

interface Props {
  readonly saving: boolean;
  readonly online: boolean;
  readonly failure: Failure;
  readonly empty: boolean;
  readonly onCreateAndOpen: () => void;
  readonly onDiscard: () => void;
}

/** Saving, and why it did not work. Nothing ever forbids to try. */
export function Actions({ saving, online, failure, empty, onCreateAndOpen, onDiscard }: Props) {
  const { cause, requestId } = failure;
  return (
    <div className={classes.actions}>
      <div role="alert">
        {cause !== undefined && (
          <Text size="sm" c="var(--mantine-color-error)" mb="xs">
            {form.notSaved(cause)}{' '}
            {requestId && (
              <Text span inherit c="dimmed" className={classes.request}>
                {strings.errors.requestId(requestId)}
              </Text>
            )}
          </Text>
        )}
      </div>
      <div role="status">
        {!online && (
          <Text size="sm" c="dimmed" mb="xs">
            {form.offline}
          </Text>
        )}
      </div>
      <div className={classes.buttons}>
        <Button
          type="submit"
          loading={saving}
          // What is disabled loses the keyboard. Pressed once more it does nothing.
          renderRoot={(props) => <button {...props} disabled={false} />}
          title={form.keys.create}
          aria-keyshortcuts="Control+Enter"
        >
          {form.create}
        </Button>
        <Button
          variant="default"
          onClick={onCreateAndOpen}
          title={form.keys.createAndOpen}
          aria-keyshortcuts="Control+Shift+Enter"
        >
          {form.createAndOpen}
        </Button>
        {!empty && (
          <Button variant="subtle" color="gray" disabled={saving} onClick={onDiscard} ml="auto">
            {form.discard}
          </Button>
        )}
      </div>
    </div>
  );
}
