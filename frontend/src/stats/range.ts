import type { DateTimeRange } from '../graphql.generated';
import { addDays, type Day, daysFrom, isDay, startOf } from './day';

/** How many days up to today; `all` has no beginning. */
const DAYS = { '7d': 7, '30d': 30, '90d': 90, '12m': 365, all: undefined };

export type Preset = keyof typeof DAYS;
export const PRESETS = Object.keys(DAYS) as readonly Preset[];
const DEFAULT: Preset = '30d';

/** Days from the first to the last, both counted. */
export interface Range {
  /** Null when the days were chosen one by one. */
  readonly preset: Preset | null;
  /** Undefined means from the beginning. */
  readonly from: Day | undefined;
  readonly to: Day;
}

/** The range of an address: `range=90d`, or days of one's own, `from=2026-11-01&to=2026-11-22`. */
export function rangeOf(address: URLSearchParams, today: Day): Range {
  const [from, to] = [dayIn(address, 'from'), dayIn(address, 'to')];
  if (from || to) return ownDays(from, to, today);
  const named = PRESETS.find((preset) => preset === address.get('range'));
  const preset = named ?? DEFAULT;
  const days = DAYS[preset];
  return { preset, from: days === undefined ? undefined : addDays(today, 1 - days), to: today };
}

export function withPreset(address: URLSearchParams, preset: Preset): URLSearchParams {
  const changed = new URLSearchParams(address);
  for (const name of ['from', 'to', 'range']) changed.delete(name);
  if (preset !== DEFAULT) changed.set('range', preset);
  return changed;
}

export function withDays(address: URLSearchParams, from: Day, to: Day): URLSearchParams {
  const changed = new URLSearchParams(address);
  changed.delete('range');
  changed.set('from', from);
  changed.set('to', to);
  return changed;
}

/** The same in the terms of the API; whole days, which it has counted already. */
export function createdAt({ preset, from, to }: Range): DateTimeRange | undefined {
  if (preset === 'all') return undefined;
  return { from: from && startOf(from), to: startOf(addDays(to, 1)) };
}

/** As many days before a range; there are none before the beginning. */
export function earlier({ from, to }: Range): Range | undefined {
  if (!from) return undefined;
  return { preset: null, from: addDays(from, -daysFrom(from, to)), to: addDays(from, -1) };
}

/** The list of the tickets that the numbers of a range are about, and that have one label more. */
export function listAddress(
  address: URLSearchParams,
  { from, to }: Range,
  today: Day,
  field: string,
  label: string,
): string {
  const list = new URLSearchParams(address);
  list.delete('range');
  list.set(field, label.toLowerCase());
  if (from) list.set('from', from);
  // A list up to today shows what comes in, too.
  if (to === today) list.delete('to');
  else list.set('to', to);
  return `/?${list}`;
}

/** In whichever order somebody wrote them, and nothing of the future. */
function ownDays(from: Day | undefined, to: Day | undefined, today: Day): Range {
  const [first, last = today] = from && to && from > to ? [to, from] : [from, to];
  return { preset: null, from: first && earliest(first, today), to: earliest(last, today) };
}

const earliest = (one: Day, other: Day): Day => (one < other ? one : other);

function dayIn(address: URLSearchParams, name: string): Day | undefined {
  const text = address.get(name) ?? '';
  return isDay(text) ? text : undefined;
}
