import { useApolloClient } from '@apollo/client/react';
import { useEffect, useRef, useState } from 'react';
import { randomId } from '../../randomId';
import { strings } from '../../strings';
import { changeTickets } from '../change/changeTickets';
import { known } from '../change/edit';
import { tellFailed } from '../change/notices';
import { offerUndo } from '../change/undo';
import { loadUnsaved, storeUnsaved, type Unsaved, useUnsaved } from './unsaved';

export type TextField = 'title' | 'description';

/** A text of a ticket as the page shows it. */
export interface Shown {
  readonly id: string;
  readonly field: TextField;
  readonly value: string;
  readonly version: number;
}

export interface Editing {
  /** What is being written; undefined while nobody does. */
  readonly text: string | undefined;
  /** Whether it stems from an earlier visit. */
  readonly resumed: boolean;
  /** With every new one the keyboard is to come to it; zero while nobody has asked. */
  readonly asks: number;
  /** Why the last attempt to save it failed. */
  readonly failure: unknown;
  readonly begin: () => void;
  readonly write: (text: string) => void;
  readonly save: () => void;
  readonly cancel: () => void;
}

/** Writing one text of a ticket anew. What is written is kept until the server has it, or the person drops it. */
export function useEditing({ id, field, value, version }: Shown): Editing {
  const client = useApolloClient();
  const unsaved = useUnsaved(id, field);
  // It may have been saved by a page that was closed before the answer came.
  const [wasSaved] = useState(unsaved !== undefined && isSame(unsaved.text, value));
  /** What is unsaved is under way to the server, and not shown as such. */
  const [isClosed, setIsClosed] = useState(wasSaved);
  const [resumed, setResumed] = useState(unsaved !== undefined);
  /** Counts how often the person asked to write; zero while the page alone has opened the text. */
  const [asks, setAsks] = useState(0);
  const [failure, setFailure] = useState<unknown>();
  const isThere = useRef(true);
  useEffect(() => {
    isThere.current = true;
    return () => {
      isThere.current = false;
    };
  }, []);

  const become = (next: Unsaved | undefined) => {
    storeUnsaved(id, field, next);
    setIsClosed(false);
    setResumed(false);
    setFailure(undefined);
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: what was there when one came.
  useEffect(() => {
    if (wasSaved) become(undefined);
  }, []);

  const write = (text: string, version: number) => {
    become({ text, version, key: randomId() });
    setAsks((asks) => asks + 1);
  };
  const begin = () => {
    if (unsaved && !isClosed) setAsks(asks + 1);
    else write(value, version);
  };

  const drop = (text: string) => {
    become(undefined);
    const { [field]: current = value, version: now = version } = known(client.cache, id);
    if (isSame(text, current)) return;
    offerUndo({ message: strings.ticket.dropped(id) }, () => write(text, now));
  };

  const save = async () => {
    if (!unsaved || isClosed) return;
    const { text, key } = unsaved;
    if (isSame(text, value)) return become(undefined);
    setIsClosed(true);
    const edit = { id, patch: { [field]: text.toWellFormed() }, expectedVersion: unsaved.version };
    // It is told beside the text, if somebody is still there.
    const { failed, contested } = await changeTickets(client, [edit], () => {});
    // It is kept until the person has decided whose text is to stay.
    const end = failed.length > 0 ? 'failed' : ((await contested[0]?.end) ?? 'made');
    const hasGoneOn = (loadUnsaved(id, field)?.key ?? key) !== key;
    if (failed.length > 0 && (hasGoneOn || !isThere.current)) tellFailed(failed);
    if (hasGoneOn) return;
    if (end === 'made') {
      become(undefined);
    } else if (end === 'dropped') {
      drop(text);
    } else {
      const { version = unsaved.version } =
        contested.length > 0 ? known(client.cache, id) : unsaved;
      become({ ...unsaved, version });
      // The keyboard comes back, but not from another text.
      setAsks(document.activeElement?.matches('input, textarea') ? 0 : asks + 1);
      setFailure(failed[0]?.error);
    }
  };

  return {
    text: isClosed ? undefined : unsaved?.text,
    resumed,
    asks,
    failure,
    begin,
    write: (text) => unsaved && become({ ...unsaved, text }),
    save: () => void save(),
    cancel: () => unsaved && drop(unsaved.text),
  };
}

/** The server leaves out the white space around a text. */
function isSame(text: string, value: string): boolean {
  return text.trim() === value.trim();
}
