import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createTicket, updateTicket } from './api';
import type { Server } from './server';

/**
 * Two months of a support team, for pictures: tickets come in, and people decide about them and work on them.
 * Every number on a picture is what the server counted.
 */
export interface SampleTickets {
  readonly tickets: number;
  /** The tickets of each of the thirty days up to this one, the oldest first. */
  perDay(day: string): readonly number[];
}

interface CorpusTicket {
  readonly language: string;
  readonly category: string;
  readonly priority: string;
  readonly title: string;
  readonly description: string;
  /** Whether whoever wrote it said what it is, so that there is nothing to suggest. */
  readonly isLabelled?: boolean;
}

interface Action {
  readonly at: number;
  /** The ticket's place among them. */
  readonly ticket: number;
  /** What is changed; nothing when the ticket comes in. */
  readonly change?: Record<string, string>;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const DAYS = 60;
const TICKETS = 400;

export async function createSampleTickets(server: Server): Promise<SampleTickets> {
  const random = randomFrom(12);
  const tickets = chooseTickets(random);
  const now = Date.now();
  const comings = comeIn(tickets.length, now, random).filter((at) => at <= now);
  const actions = comings.flatMap((at, index) =>
    lifeOf(tickets[index] as CorpusTicket, index, at, random),
  );
  const done = actions.filter(({ at }) => at <= now).sort((one, other) => one.at - other.at);

  const ids: string[] = [];
  for (const { ticket, change } of done) {
    if (change) await updateTicket(server.origin, ids[ticket] ?? '', change);
    else ids[ticket] = await createTicket(server.origin, inputOf(tickets[ticket] as CorpusTicket));
  }
  await server.restart((database) => moveToThePast(database, done));
  return { tickets: comings.length, perDay: (day) => countPerDay(comings, day) };
}

function inputOf({ title, description, category, priority, isLabelled }: CorpusTicket) {
  return isLabelled ? { title, description, category, priority } : { title, description };
}

/** The API dates everything itself. Each action left one event, in order; triggers keep the counters right. */
function moveToThePast(database: string, actions: readonly Action[]) {
  const moments = actions.map(({ at }, index) => `(${index + 1}, ${at * 1000})`);
  const statements = `
    BEGIN;
    CREATE TEMP TABLE moment (event INTEGER PRIMARY KEY, at INTEGER NOT NULL);
    INSERT INTO moment VALUES ${moments.join(', ')};
    UPDATE ticket_event SET created_at = (SELECT at FROM moment WHERE event = ticket_event.id);
    UPDATE ticket SET (created_at, updated_at) =
      (SELECT min(created_at), max(created_at) FROM ticket_event WHERE ticket_id = ticket.id);
    UPDATE classification SET created_at =
      (SELECT created_at FROM ticket WHERE classification_id = classification.id);
    COMMIT;
    SELECT count(*) FROM ticket_event;`;
  const events = execFileSync('sqlite3', ['-bail', database], { input: statements });
  if (Number(events) !== actions.length)
    throw new Error(`${events} events of ${actions.length} actions`);
}

/**
 * The classifier sorts only tickets that it is judged on, so that the statistics tell the truth about it. It
 * has learned from the others, whose labels come with them.
 */
function chooseTickets(random: () => number): CorpusTicket[] {
  const sorted = corpus('development').filter(looksWell);
  const learned = corpus('train-a', 'train-b', 'train-c', 'train-d', 'train-e', 'train-f')
    .filter((ticket) => looksWell(ticket) && ticket.language === 'en')
    .map((ticket) => ({ ...ticket, isLabelled: true }));
  const titles = new Set<string>();
  const chosen = [...shuffle(sorted, random), ...shuffle(learned, random)].filter(
    ({ title, priority }) => {
      const isNew = !titles.has(title);
      titles.add(title);
      // Few things are critical in real life.
      return isNew && (priority !== 'CRITICAL' || random() < 0.2);
    },
  );
  return shuffle(chosen.slice(0, TICKETS), random);
}

/** A title of a few words, no shouting, and none of the texts that try to give the classifier orders. */
function looksWell({ title, description }: CorpusTicket): boolean {
  const plain = /^[\p{L}\d][\p{L}\d,.:'’?&()/–-]+( [\p{L}\d,.:'’?&()/–-]+)+$/u;
  const orders =
    /\b(ai|assistant|bot|classif|critical|instruction|model|priority|robot|sort|urgent)/i;
  const isShort = title.length < 12 || title.length > 60 || description.length < 20;
  return (
    !isShort &&
    plain.test(title) &&
    title !== title.toUpperCase() &&
    !orders.test(`${title} ${description}`)
  );
}

function corpus(...files: string[]): CorpusTicket[] {
  return files.flatMap((file) => {
    const lines = readFileSync(`../corpus/${file}.jsonl`, 'utf8').trim().split('\n');
    return lines.map((line) => JSON.parse(line));
  });
}

function shuffle<Item>(items: readonly Item[], random: () => number): Item[] {
  const places = items.map((item) => ({ item, place: random() }));
  return places.sort((one, other) => one.place - other.place).map(({ item }) => item);
}

/**
 * When each ticket comes in, the oldest first: fewer on weekends, and more from week to week. A working day
 * begins nine hours before this time of the day, whenever that is, and ends four hours after it.
 */
function comeIn(count: number, now: number, random: () => number): number[] {
  const ofWeekday = [0.4, 1.4, 1.2, 1.1, 1.1, 0.9, 0.4];
  const days = Array.from({ length: DAYS }, (_, index) => {
    const thisTime = now - (DAYS - 1 - index) * DAY;
    const weight = ofWeekday[new Date(thisTime).getUTCDay()] ?? 1;
    return { thisTime, weight: weight * (1 + index / DAYS) * (0.8 + 0.4 * random()) };
  });
  const whole = days.reduce((sum, { weight }) => sum + weight, 0);
  const comings = days.flatMap(({ thisTime, weight }) => {
    const length = Math.round((count * weight) / whole);
    const within = (part: number) => Math.round(thisTime + (part * 13 - 9) * HOUR);
    return Array.from({ length }, (_, place) => within((place + random()) / length));
  });
  return comings.slice(0, count).sort((one, other) => one - other);
}

/** What becomes of a ticket, within these two months. */
function lifeOf(
  ticket: CorpusTicket,
  index: number,
  comesIn: number,
  random: () => number,
): Action[] {
  const { category, priority } = ticket;
  const within = (least: number, most: number) => Math.round(least + random() * (most - least));
  const actions: Action[] = [{ at: comesIn, ticket: index }];
  const follow = (at: number, change: Record<string, string>) =>
    actions.push({ at, ticket: index, change });

  if (!ticket.isLabelled && random() < 0.85) {
    follow(comesIn + within(HOUR / 4, 1.5 * DAY), { category, priority });
  }
  if (random() < 0.15) return actions;
  const begun = comesIn + within(HOUR / 2, 20 * HOUR);
  follow(begun, { status: 'IN_PROGRESS' });
  if (random() < 0.15) return actions;
  const resolved = begun + within(HOUR / 2, 1.5 * DAY);
  follow(resolved, { status: 'RESOLVED' });
  if (random() < 0.8) follow(resolved + within(DAY, 5 * DAY), { status: 'CLOSED' });
  return actions;
}

function countPerDay(comings: readonly number[], last: string): number[] {
  const dayOf = (at: number) => Math.floor(at / DAY);
  return Array.from({ length: 30 }, (_, index) => {
    const day = dayOf(Date.parse(last)) - 29 + index;
    return comings.filter((at) => dayOf(at) === day).length;
  });
}

/** The same numbers from 0 to 1 every time (mulberry32), so that the pictures stay alike. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
