import { useEffect, useEffectEvent, useState } from 'react';
import { untilByHand } from '../../ui/untilByHand';
import { notePlace, placeOf, useResumedVisit, useVisit } from '../../ui/visits';
import type { TicketList } from './list';
import { linkOf } from './rowLink';
import { firstInSight, isInSight } from './sight';

const LEAVING_MS = 300;

/** A row that the keyboard is to be brought to; a new object each time. */
export interface FocusRequest {
  readonly id: string;
  /** For whoever comes back: they are at their place already, and may do something else before the row is there. */
  readonly unless?: AbortSignal;
}

/** The row that keys are about. When it goes, the next one takes its place; whoever comes back finds it again. */
export function useCurrent(list: TicketList, ids: readonly string[], isStale: boolean) {
  const visit = useVisit();
  const resumed = useResumedVisit();
  const rowOfVisit = () => (resumed === undefined ? undefined : placeOf(resumed)?.row);
  const [current, setCurrent] = useState(rowOfVisit);
  const [focusRequest, setFocusRequest] = useState<FocusRequest | undefined>(() =>
    current !== undefined ? { id: current, unless: untilByHand() } : undefined,
  );
  useEffect(() => {
    if (!isStale) notePlace(visit, { row: current });
  }, [visit, isStale, current]);
  const focus = (id: string) => {
    setCurrent(id);
    setFocusRequest({ id });
  };

  const sweep = useEffectEvent(() => list.sweep(current));
  /** A row that went at once with the keyboard's leaving it would silence what is read out of the next. */
  const sweepSoon = () => setTimeout(() => sweep(), LEAVING_MS);

  /** To the next row or the one before; those that belong here no longer go meanwhile. */
  const move = (step: 1 | -1) => {
    const stays = (id: string) => list.belongs(id);
    sweepSoon();
    // Whoever has scrolled away begins where they look.
    const isBegun = current !== undefined && isInSight(current);
    const next = isBegun
      ? beyond(ids, current, step, stays)
      : (firstInSight(ids, stays) ?? ids.find(stays));
    if (next !== undefined) return focus(next);
    if (current === undefined || stays(current)) return;
    // The last row is going, too, if only once the server has answered: the keyboard does not wait there.
    const other = nearest(ids, current, stays);
    if (other !== undefined) return focus(other);
    setCurrent(undefined);
    document.getElementById(linkOf(current))?.blur();
  };

  const [before, setBefore] = useState({ list, ids });
  if (before.list !== list) {
    setBefore({ list, ids });
    // A key may have been pressed while this list was loading, and the row be in both.
    const stays = current !== undefined && hasFocus(current) && ids.includes(current);
    setCurrent(rowOfVisit() ?? (stays ? current : undefined));
  } else if (before.ids !== ids) {
    setBefore({ list, ids });
    // A row that is still to be loaded is waited for.
    if (current !== undefined && before.ids.includes(current) && !ids.includes(current)) {
      const there = new Set(ids);
      const next = nearest(before.ids, current, (id) => there.has(id));
      // The keyboard was there and has no place now.
      if (next !== undefined && hasFocus(current)) focus(next);
      else setCurrent(next);
    }
  }
  // Nothing is done to what is not there.
  const there = current !== undefined && ids.includes(current) ? current : undefined;
  return { current: there, focusRequest, setCurrent, focus, move };
}

const hasFocus = (id: string) => document.activeElement?.id === linkOf(id);

/** The row after one that went, or else the one before it. */
function nearest(ids: readonly string[], id: string, isThere: (id: string) => boolean) {
  return beyond(ids, id, 1, isThere) ?? beyond(ids, id, -1, isThere);
}

/** The first row after another, or before it, that is still there. */
function beyond(
  ids: readonly string[],
  id: string,
  step: 1 | -1,
  isThere: (id: string) => boolean,
) {
  const place = ids.indexOf(id);
  return step === 1
    ? ids.slice(place + 1).find(isThere)
    : ids.slice(0, Math.max(0, place)).findLast(isThere);
}
