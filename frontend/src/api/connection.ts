import { createClient } from 'graphql-ws';
import { useSyncExternalStore } from 'react';

/**
 * How the page hears of changes: `idle` while nothing is followed, `down` from the moment that the socket
 * is lost until it is back.
 */
export type Connection = 'idle' | 'up' | 'down';

const LONGEST_WAIT_MS = 10_000;

let connection: Connection = 'idle';
const listeners = new Set<() => void>();

function become(next: Connection) {
  if (next === connection) return;
  connection = next;
  for (const listener of listeners) listener();
}

const url = new URL('/graphql', window.location.href);
url.protocol = url.protocol.replace('http', 'ws');

/** A network can be lost without a word: then the server does not answer a ping. */
const LONGEST_SILENCE_MS = 5_000;
let silence: ReturnType<typeof setTimeout> | undefined;

/** The one socket for all subscriptions; it opens with the first and never stops trying. */
export const socket = createClient({
  url: url.href,
  keepAlive: 15_000,
  retryAttempts: Number.POSITIVE_INFINITY,
  shouldRetry: () => true,
  retryWait: async (retries) => {
    const wait = Math.min(LONGEST_WAIT_MS, 500 * 2 ** retries) * (0.5 + Math.random() / 2);
    const over = AbortSignal.timeout(wait);
    await new Promise((resolve) => {
      over.addEventListener('abort', resolve);
      window.addEventListener('online', resolve, { once: true, signal: over });
    });
  },
  on: {
    connected: () => become('up'),
    ping: (received) => {
      if (!received) silence = setTimeout(() => socket.terminate(), LONGEST_SILENCE_MS);
    },
    pong: (received) => {
      if (received) clearTimeout(silence);
    },
    closed: (event) => {
      clearTimeout(silence);
      const clean = event instanceof CloseEvent && event.code === 1000;
      become(clean ? 'idle' : 'down');
    },
    error: () => become('down'),
  },
});

window.addEventListener('offline', () => socket.terminate());

export function useConnection(): Connection {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => connection,
  );
}

export function isConnected(): boolean {
  return connection === 'up';
}

/** Calls back each time that the socket has come to be there. */
export function onConnected(callback: () => void): () => void {
  const listener = () => isConnected() && callback();
  listeners.add(listener);
  return () => listeners.delete(listener);
}
