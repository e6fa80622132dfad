import { useApolloClient } from '@apollo/client/react';
import { useNetwork } from '@mantine/hooks';
import { useCallback, useEffect, useEffectEvent, useRef, useState } from 'react';
import { countCharacters, DESCRIPTION_MAX, TITLE_MAX } from '../characters';
import { ClassifyTicketDocument, type ClassifyTicketMutation } from './ClassifyTicket.generated';

export type Suggestion = ClassifyTicketMutation['classifyTicket']['classification'];

/** What can be asked about, as a person writes it. */
export interface Text {
  /** Of which ticket, however it is changed. */
  readonly key: string;
  readonly title: string;
  readonly description: string;
}

export interface Suggested {
  /** The newest answer; while it is stale, one to an earlier text. */
  readonly suggestion: Suggestion | undefined;
  readonly stale: boolean;
  /** Another text has been asked about since. */
  readonly superseded: boolean;
  readonly state: 'quiet' | 'asking' | 'failed';
  /** Asks now instead of after a pause, unless there is nothing new to ask about. */
  readonly ask: () => void;
  /** Asks once more about a text that got no answer. */
  readonly retry: () => void;
}

interface Answer {
  readonly key: string;
  readonly of: string;
  readonly suggestion: Suggestion;
  readonly superseded: boolean;
}

/** So long must nobody type. */
const PAUSE_MS = 800;
/** A description that is still shorter says little, and asking may cost money. */
const SHORTEST_IN_PAUSE = 12;

/** What cannot be saved needs no suggestion. */
const isTooLong = ({ title, description }: Text) =>
  exceeds(title, TITLE_MAX) || exceeds(description, DESCRIPTION_MAX);
const exceeds = (text: string, max: number) => text.length > max && countCharacters(text) > max;

/** Two texts of a ticket that read the same get the same suggestion. */
function essence({ key, title, description }: Text): string {
  const plain = (text: string) => text.normalize().trim().replace(/\s+/g, ' ').toLowerCase();
  return `${key}\n${plain(title)}\n${plain(description)}`;
}

/**
 * The classifier's suggestion for a text that is being written. It is asked when the description is left
 * (`ask`) and after a pause; an answer to a text that is no more is dropped.
 */
export function useSuggestion(text: Text): Suggested {
  const client = useApolloClient();
  const { online } = useNetwork();
  const [answer, setAnswer] = useState<Answer>();
  const [failure, setFailure] = useState<string>();
  const [asked, setAsked] = useState<string>();
  const running = useRef<AbortController>(null);
  /** The ticket that was there before: a draft that is gone on with has had its pause. */
  const begun = useRef<string>(undefined);
  const now = essence(text);
  const length = text.description.trim().length;

  const send = useCallback(async () => {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    setAsked(now);
    setFailure(undefined);
    setAnswer((former) => former && { ...former, superseded: true });
    try {
      const { data } = await client.mutate({
        mutation: ClassifyTicketDocument,
        variables: {
          input: {
            title: text.title.toWellFormed(),
            description: text.description.toWellFormed(),
          },
        },
        context: { fetchOptions: { signal: controller.signal } },
      });
      if (controller.signal.aborted || !data) return;
      setAnswer({
        key: text.key,
        of: now,
        suggestion: data.classifyTicket.classification as Suggestion,
        superseded: false,
      });
    } catch {
      if (controller.signal.aborted) return;
      setFailure(now);
    }
    setAsked(undefined);
  }, [client, now, text.key, text.title, text.description]);

  const ask = () => {
    if (length === 0 || isTooLong(text) || !online || [answer?.of, asked, failure].includes(now))
      return;
    void send();
  };

  const askInPause = useEffectEvent(() => {
    if (length >= SHORTEST_IN_PAUSE) ask();
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: the pause begins anew with every change of the text.
  useEffect(() => {
    const timer = setTimeout(askInPause, begun.current === text.key ? PAUSE_MS : 0);
    begun.current = text.key;
    return () => {
      clearTimeout(timer);
      running.current?.abort();
      setAsked(undefined);
    };
  }, [now, online]);

  return {
    suggestion: length > 0 && answer?.key === text.key ? answer.suggestion : undefined,
    stale: answer?.of !== now,
    superseded: answer?.superseded ?? false,
    state: asked === now ? 'asking' : failure === now ? 'failed' : 'quiet',
    ask,
    retry: send,
  };
}
