import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const BINARY = process.env.FRONTDESK_BINARY ?? '../target/debug/frontdesk';
const START_ATTEMPTS = 3;
const START_TIMEOUT_MS = 30_000;
const ANSWER_TIMEOUT_MS = 5_000;
const STOP_TIMEOUT_MS = 5_000;

class Exited extends Error {}

export interface Server {
  readonly origin: string;
  /** Stops it and starts it anew, at the same address and with the same database; in between is `meanwhile`. */
  restart(meanwhile?: (database: string) => void): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the server on a free port with an empty database of its own, and with these settings. */
export async function startServer(settings: Record<string, string> = {}): Promise<Server> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startAt(await findFreePort(), settings);
    } catch (error) {
      // Others may have taken the port before the server did.
      if (!(error instanceof Exited) || attempt === START_ATTEMPTS) throw error;
    }
  }
}

async function startAt(port: number, settings: Record<string, string>): Promise<Server> {
  const directory = await mkdtemp(join(tmpdir(), 'frontdesk-e2e-'));
  const database = join(directory, 'frontdesk.db');
  const origin = `http://127.0.0.1:${port}`;
  const env = {
    ...process.env,
    ...settings,
    PORT: String(port),
    DATABASE_URL: `sqlite://${database}?mode=rwc`,
  };
  let child: ChildProcess | undefined;

  const start = async () => {
    child = spawn(BINARY, ['serve'], { env, stdio: ['ignore', 'ignore', 'inherit'] });
    await once(child, 'spawn');
    await waitUntilReady(child, origin);
  };
  const restart = async (meanwhile?: (database: string) => void) => {
    if (child) await terminate(child);
    meanwhile?.(database);
    await start();
  };
  const stop = async () => {
    if (child) await terminate(child);
    await rm(directory, { recursive: true });
  };

  try {
    await start();
  } catch (error) {
    await stop();
    throw error;
  }
  return { origin, restart, stop };
}

async function findFreePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  if (address === null || typeof address === 'string') throw new Error('No TCP port was assigned.');
  probe.close();
  await once(probe, 'close');
  return address.port;
}

async function waitUntilReady(child: ChildProcess, origin: string): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline) {
    if (hasExited(child)) throw new Exited(`${BINARY} exited before it was ready.`);
    if (await isReady(origin)) return;
    await sleep(50);
  }
  throw new Error(`${BINARY} was not ready within ${START_TIMEOUT_MS} ms.`);
}

async function isReady(origin: string): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(ANSWER_TIMEOUT_MS);
    return (await fetch(`${origin}/readyz`, { signal })).status === 200;
  } catch {
    // Refused, since it does not listen yet; or others listen there, who do not answer.
    return false;
  }
}

async function terminate(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || hasExited(child)) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const killer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
  await exited;
  clearTimeout(killer);
}

function hasExited(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
