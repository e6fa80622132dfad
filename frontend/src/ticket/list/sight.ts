import { linkOf } from './rowLink';

const rowOf = (id: string) => document.getElementById(linkOf(id))?.closest('tr');

/** Where the rows come out from under what stands at the top, in pixels from the top of the window. */
function topOfRows(): number {
  const covers = [...document.querySelectorAll('search, thead')];
  const places = covers.map((it) => it.getBoundingClientRect());
  // On a phone the head is there to be read out alone.
  return Math.max(0, ...places.filter(({ width }) => width > 1).map(({ bottom }) => bottom));
}

/** How much of the window is covered from below, in pixels: by notices, and by what can be done with selected rows. */
function coveredBelow(): number {
  const covers = [
    ...document.querySelectorAll('.mantine-Notification-root, .mantine-ActionBar-root'),
  ];
  const tops = covers.map((it) => it.getBoundingClientRect().top);
  return window.innerHeight - Math.min(window.innerHeight, ...tops);
}

/** How far from the window's lower edge a row is to end: above what covers it, unless it would be under the head then. */
export function marginBelow(rowHeight: number): number {
  const room = window.innerHeight - topOfRows() - rowHeight;
  return Math.max(0, Math.min(rowHeight + coveredBelow(), room));
}

/** Whether something of a row is seen. */
export function isInSight(id: string): boolean {
  const place = rowOf(id)?.getBoundingClientRect();
  return place !== undefined && place.bottom > topOfRows() && place.top < window.innerHeight;
}

/** Whether nothing of a row is covered. */
export function isWhollyInSight(id: string): boolean {
  const place = rowOf(id)?.getBoundingClientRect();
  if (place === undefined) return false;
  // Half a pixel is not seen.
  const [top, bottom] = [Math.round(place.top), Math.round(place.bottom)];
  return top >= Math.floor(topOfRows()) && bottom <= window.innerHeight - coveredBelow();
}

/** The first of these rows that is seen, among those that are there. */
export function firstInSight(
  ids: readonly string[],
  isThere: (id: string) => boolean,
): string | undefined {
  const drawn = new Set(
    [...document.querySelectorAll<HTMLElement>('[data-id]')].map(({ dataset }) => dataset.id),
  );
  return ids.find((id) => drawn.has(id) && isThere(id) && isInSight(id));
}
