import { useApolloClient } from '@apollo/client/react';
import { useRef, useState } from 'react';
import { describeError, faultsOf } from '../../api/describeError';
import { requestIdOf } from '../../api/requestIds';
import type { CreateTicketInput } from '../../graphql.generated';
import { randomId } from '../../randomId';
import { strings } from '../../strings';
import { type CreatedTicket, createTicket, isRefusal } from './createTicket';
import { type Draft, isEmpty } from './draft';

export type FormField = 'title' | 'description' | 'category' | 'priority';

export interface Failure {
  /** What is wrong with single fields. */
  readonly fields: Partial<Record<FormField, string>>;
  /** What is wrong otherwise, and whether saving again may help. */
  readonly cause?: string;
  /** Under which the server's log has it. */
  readonly requestId?: string | undefined;
}

const NONE: Failure = { fields: {} };
/** So long after a ticket is saved an empty draft is not taken for meant. */
const PRESSED_TWICE_MS = 1_000;

/**
 * Saves a draft, and keeps what went wrong with the last attempt. `save` answers with the ticket or the failure, or with
 * nothing if it was not for it to save.
 */
export function useSave(draft: Draft, change: (changes: Partial<Draft>) => void) {
  const client = useApolloClient();
  const [failed, setFailed] = useState<{ of: string; failure: Failure }>();
  const failure = failed?.of === draft.key ? failed.failure : NONE;
  /** How often it was tried in vain. */
  const [attempts, setAttempts] = useState(0);
  const [saving, setSaving] = useState(false);
  const busy = useRef(false);
  const savedAt = useRef(Number.NEGATIVE_INFINITY);
  /** The second of two presses finds the next draft where the first one was. */
  const isPressedTwice = () =>
    isEmpty(draft) && performance.now() - savedAt.current < PRESSED_TWICE_MS;

  const save = async (input: CreateTicketInput): Promise<CreatedTicket | Failure | undefined> => {
    if (busy.current || isPressedTwice()) return undefined;
    busy.current = true;
    setSaving(true);
    setFailed(undefined);
    // Kept before it is sent: a page that is closed meanwhile never hears the answer.
    const others = draft.sent.filter((earlier) => !isSame(earlier, input));
    change({ sent: [...others, input] });
    try {
      const ticket = await createTicket(client, input, others, randomId);
      savedAt.current = performance.now();
      return ticket;
    } catch (error) {
      if (isRefusal(error)) change({ sent: others });
      const failure = explain(error);
      setFailed({ of: draft.key, failure });
      setAttempts((attempts) => attempts + 1);
      return failure;
    } finally {
      busy.current = false;
      setSaving(false);
    }
  };

  const forgive = (field: FormField) => {
    if (field in failure.fields) {
      const fields = { ...failure.fields, [field]: undefined };
      setFailed({ of: draft.key, failure: { ...failure, fields } });
    }
  };

  return { save, saving, failure, attempts, forgive };
}

function isSame(a: CreateTicketInput, b: CreateTicketInput): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

const NAMES: Record<FormField, string> = {
  title: strings.form.text.title,
  description: strings.form.text.description,
  category: strings.labels.category.name,
  priority: strings.labels.priority.name,
};

function explain(error: unknown): Failure {
  const faults = faultsOf(error);
  const fields: Failure['fields'] = {};
  const others: string[] = [];
  for (const { path, message } of faults) {
    const field = path.replace(/^input\./, '');
    if (isField(field)) fields[field] = strings.form.fault(NAMES[field], message);
    else others.push(strings.form.fault(path, message));
  }
  if (faults.length === 0) {
    return { fields, cause: describeError(error), requestId: requestIdOf(error as Error) };
  }
  return others.length === 0 ? { fields } : { fields, cause: others.join(' ') };
}

function isField(name: string): name is FormField {
  return name in NAMES;
}
