import { addDays, type Day, daysFrom } from '../day';
import { addressOf, type Created, RANGES, type RangeName, type TicketView } from '../ticket/view';

/** What the list calls no range is one of its own here: the statistics have another default. */
const ALL = 'all';
const DEFAULT: RangeName = '30d';

export type Preset = RangeName | typeof ALL;
export const PRESETS = ['7d', DEFAULT, '90d', '12m', ALL] as const satisfies readonly Preset[];

/** Days from the first to the last, both counted. */
export interface Range {
  /** Undefined when the days were chosen one by one. */
  readonly preset: Preset | undefined;
  /** Undefined means from the beginning. */
  readonly from: Day | undefined;
  readonly to: Day;
}

/** The range of an address: that of the list, `range=all`, or thirty days. */
export function rangeOf(params: URLSearchParams, { created }: TicketView, today: Day): Range {
  if (created && !('range' in created)) return ownDays(created.from, created.to, today);
  if (!created && params.get('range') === ALL) return { preset: ALL, from: undefined, to: today };
  const preset = created?.range ?? DEFAULT;
  return { preset, from: addDays(today, 1 - RANGES[preset]), to: today };
}

/** The same in the terms of the list. */
export function createdIn({ preset, from, to }: Range): Created | undefined {
  if (preset === ALL) return undefined;
  return preset ? { range: preset } : { from, to };
}

/** The statistics of a view; where it does not say when, of the default. */
export function statsPath(view: TicketView, preset?: typeof ALL): string {
  const isDefault = view.created && 'range' in view.created && view.created.range === DEFAULT;
  const created = isDefault ? undefined : view.created;
  const parts = [addressOf({ ...view, created, order: 'created' }), preset && `range=${preset}`];
  return `/stats?${parts.filter(Boolean).join('&')}`.replace(/\?$/, '');
}

/** As many days before a range; there are none before the beginning. */
export function earlier({ from, to }: Range): { readonly from: Day; readonly to: Day } | undefined {
  if (!from) return undefined;
  return { from: addDays(from, -daysFrom(from, to)), to: addDays(from, -1) };
}

/** Nothing of the future. */
function ownDays(from: Day | undefined, to: Day | undefined, today: Day): Range {
  const last = to === undefined ? today : earliest(to, today);
  return { preset: undefined, from: from && earliest(from, last), to: last };
}

const earliest = (one: Day, other: Day): Day => (one < other ? one : other);
