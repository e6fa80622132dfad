/** Dates and numbers as the visitor's language writes them. */

import { type Day, startOf } from './day';

const language = navigator.language;

/** What the browser needs milliseconds to make, it makes when it is wanted for the first time. */
function lazily<Made>(make: () => Made): () => Made {
  let made: Made | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

const numbers = lazily(() => new Intl.NumberFormat(language));
const decimals = lazily(() => new Intl.NumberFormat(language, { maximumFractionDigits: 1 }));
const percents = lazily(
  () => new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 }),
);
const changes = lazily(
  () =>
    new Intl.NumberFormat(language, {
      style: 'percent',
      maximumFractionDigits: 0,
      signDisplay: 'exceptZero',
    }),
);
const differences = lazily(
  () =>
    new Intl.NumberFormat(language, {
      maximumFractionDigits: 1,
      signDisplay: 'exceptZero',
    }),
);
const compact = lazily(
  () => new Intl.NumberFormat(language, { notation: 'compact', maximumFractionDigits: 1 }),
);
const milliseconds = lazily(
  () => new Intl.NumberFormat(language, { style: 'unit', unit: 'millisecond' }),
);
const dollars = lazily(
  () =>
    new Intl.NumberFormat(language, {
      style: 'currency',
      currency: 'USD',
      maximumFractionDigits: 4,
    }),
);
const lists = lazily(() => new Intl.ListFormat(language));
const instants = lazily(
  () => new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }),
);
const exactInstants = lazily(
  () => new Intl.DateTimeFormat(language, { dateStyle: 'full', timeStyle: 'long' }),
);
const days = lazily(
  () => new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' }),
);
const shortDays = lazily(
  () =>
    new Intl.DateTimeFormat(language, {
      day: 'numeric',
      month: 'short',
      timeZone: 'UTC',
    }),
);
const months = lazily(
  () =>
    new Intl.DateTimeFormat(language, {
      month: 'long',
      year: 'numeric',
      timeZone: 'UTC',
    }),
);
const monthNames = lazily(
  () => new Intl.DateTimeFormat(language, { month: 'short', timeZone: 'UTC' }),
);
const weekdays = lazily(
  () => new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' }),
);
const ago = lazily(() => new Intl.RelativeTimeFormat(language, { numeric: 'auto' }));
const agoNarrow = lazily(
  () => new Intl.RelativeTimeFormat(language, { numeric: 'always', style: 'narrow' }),
);

const dateOf = (day: Day) => new Date(startOf(day));

/** Many languages write a hyphen for what is a minus. */
const withMinus = (number: string) => number.replace('-', '−');

export const formatNumber = (value: number) => numbers().format(value);
export const formatDecimal = (value: number) => decimals().format(value);
/** A share from 0 to 1. */
export const formatPercent = (share: number) => percents().format(share);
/** `+12 %`, of a share. */
export const formatChange = (share: number) => withMinus(changes().format(share));
/** `+1.5`. */
export const formatDifference = (value: number) => withMinus(differences().format(value));
/** `12K`, for axes. */
export const formatCompact = (value: number) => compact().format(value);
export const formatMilliseconds = (value: number) => milliseconds().format(value);
export const formatDollars = (value: number) => dollars().format(value);
/** `one, two and three`. */
export const formatList = (items: readonly string[]) => lists().format(items);
/** An instant as the API tells it. */
export const formatInstant = (instant: string) => instants().format(new Date(instant));
/** With the second and the time zone, for whoever wants to know it exactly. */
export const formatExactInstant = (instant: string) => exactInstants().format(new Date(instant));
/** A day of the API: `2026-11-22`. */
export const formatDay = (day: Day) => days().format(dateOf(day));
/** From one day to another, as short as they can be told: `Nov 1 – 22, 2026`. */
export const formatDays = (from: Day, to: Day) => days().formatRange(dateOf(from), dateOf(to));
/** `November 2026`, of a day in it. */
export const formatMonth = (day: Day) => months().format(dateOf(day));
export const formatMonthName = (day: Day) => monthNames().format(dateOf(day));
export const formatWeekday = (day: Day) => weekdays().format(dateOf(day));
export const formatShortDay = (day: Day) => shortDays().format(dateOf(day));

const UNITS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** `3 minutes ago`; the style `narrow` is for columns: `3m ago`. */
export function formatAge(instant: string, now: number, style: 'long' | 'narrow' = 'long'): string {
  const seconds = Math.max(0, (now - new Date(instant).getTime()) / 1000);
  const format = style === 'narrow' ? agoNarrow() : ago();
  for (const [unit, length] of UNITS) {
    if (seconds >= length) return format.format(-Math.floor(seconds / length), unit);
  }
  return ago().format(0, style === 'narrow' ? 'second' : 'minute');
}
