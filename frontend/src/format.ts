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

/** In the calendar of the API, of which the months are chosen, too. */
function dates(options: Intl.DateTimeFormatOptions): () => Intl.DateTimeFormat {
  return lazily(() => new Intl.DateTimeFormat(language, { calendar: 'gregory', ...options }));
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
const instants = dates({ dateStyle: 'medium', timeStyle: 'short' });
const exactInstants = dates({ dateStyle: 'full', timeStyle: 'long' });
const days = dates({ dateStyle: 'medium', timeZone: 'UTC' });
const shortDays = dates({ day: 'numeric', month: 'short', timeZone: 'UTC' });
const months = dates({ month: 'long', year: 'numeric', timeZone: 'UTC' });
const monthNames = dates({ month: 'short', timeZone: 'UTC' });
const weekdays = lazily(() =>
  // The short names of these languages have no room beside each other.
  dates({ weekday: isRightToLeft() ? 'narrow' : 'short', timeZone: 'UTC' })(),
);
const ago = lazily(() => new Intl.RelativeTimeFormat(language, { numeric: 'auto' }));
const agoNarrow = lazily(
  () => new Intl.RelativeTimeFormat(language, { numeric: 'always', style: 'narrow' }),
);

/** Scripts that are written from right to left. */
const RIGHT_TO_LEFT = ['Adlm', 'Arab', 'Hebr', 'Nkoo', 'Rohg', 'Syrc', 'Thaa'];
const isRightToLeft = lazily(() =>
  RIGHT_TO_LEFT.includes(new Intl.Locale(language).maximize().script ?? ''),
);

/** Keeps the parts of what may be written from right to left in their order among the words of the page. */
const isolate = (text: string) => (isRightToLeft() ? `\u2068${text}\u2069` : text);

const dateOf = (day: Day) => new Date(startOf(day));

/** Many languages write a hyphen for what is a minus. */
const withMinus = (number: string) => number.replace('-', '−');

export const formatNumber = (value: number) => isolate(numbers().format(value));
export const formatDecimal = (value: number) => isolate(decimals().format(value));
/** A share from 0 to 1. */
export const formatPercent = (share: number) => isolate(percents().format(share));
/** `+12 %`, of a share. */
export const formatChange = (share: number) => isolate(withMinus(changes().format(share)));
/** `+1.5`. */
export const formatDifference = (value: number) => isolate(withMinus(differences().format(value)));
/** `12K`, for axes. */
export const formatCompact = (value: number) => isolate(compact().format(value));
export const formatMilliseconds = (value: number) => isolate(milliseconds().format(value));
export const formatDollars = (value: number) => isolate(dollars().format(value));
/** `one, two and three`. */
export const formatList = (items: readonly string[]) => lists().format(items);
/** An instant as the API tells it. */
export const formatInstant = (instant: string) => isolate(instants().format(new Date(instant)));
/** With the second and the time zone, for whoever wants to know it exactly. */
export const formatExactInstant = (instant: string) =>
  isolate(exactInstants().format(new Date(instant)));
/** A day of the API: `2026-11-22`. */
export const formatDay = (day: Day) => isolate(days().format(dateOf(day)));
/** From one day to another, as short as they can be told: `Nov 1 – 22, 2026`. */
export const formatDays = (from: Day, to: Day) =>
  isolate(days().formatRange(dateOf(from), dateOf(to)));
/** `November 2026`, of a day in it. */
export const formatMonth = (day: Day) => isolate(months().format(dateOf(day)));
export const formatMonthName = (day: Day) => isolate(monthNames().format(dateOf(day)));
export const formatWeekday = (day: Day) => isolate(weekdays().format(dateOf(day)));
export const formatShortDay = (day: Day) => isolate(shortDays().format(dateOf(day)));

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
    if (seconds >= length) return isolate(format.format(-Math.floor(seconds / length), unit));
  }
  return isolate(ago().format(0, style === 'narrow' ? 'second' : 'minute'));
}
