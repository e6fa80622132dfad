/** Days of the API, in UTC: `2026-11-22`. The server counts by them, whatever the visitor's clock shows. */
export type Day = string;

const MS_PER_DAY = 86_400_000;

const number = (day: Day) => Date.parse(day) / MS_PER_DAY;
const fromNumber = (days: number): Day => new Date(days * MS_PER_DAY).toISOString().slice(0, 10);

export const dayOf = (instant: string | number): Day =>
  new Date(instant).toISOString().slice(0, 10);
export const today = (): Day => dayOf(Date.now());
export const addDays = (day: Day, days: number): Day => fromNumber(number(day) + days);
/** How many days there are from one to another, both counted. */
export const daysFrom = (from: Day, to: Day): number => number(to) - number(from) + 1;
export const startOf = (day: Day): string => `${day}T00:00:00Z`;

/** Whether a text is a day that the calendar has: `2026-02-30` is none. */
export function isDay(text: string): text is Day {
  return /^\d{4}-\d\d-\d\d$/.test(text) && Number.isFinite(number(text)) && dayOf(text) === text;
}
