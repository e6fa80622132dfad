/** Days as the API counts them, in UTC, whatever the visitor's clock shows: `2026-11-22`. */
export type Day = string;

const MS_PER_DAY = 86_400_000;

export const dayOf = (instant: string | number): Day =>
  new Date(instant).toISOString().slice(0, 10);
export const addDays = (day: Day, days: number): Day => dayOf(Date.parse(day) + days * MS_PER_DAY);
/** How many days there are from one to another, both counted. */
export const daysFrom = (from: Day, to: Day): number =>
  (Date.parse(to) - Date.parse(from)) / MS_PER_DAY + 1;
export const startOf = (day: Day): string => `${day}T00:00:00Z`;

/** Whether a text is a day that the calendar has: `2026-02-30` is none. */
export function isDay(text: string): text is Day {
  return (
    /^\d{4}-\d\d-\d\d$/.test(text) && Number.isFinite(Date.parse(text)) && dayOf(text) === text
  );
}
