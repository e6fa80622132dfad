import { useEffect, useEffectEvent, useState } from 'react';
import { untilByHand } from '../../ui/untilByHand';
import type { TicketList } from './list';

/**
 * From the search to what it found, which may still be on its way: `toFirst` brings the keyboard there once it is
 * there. Whoever does something else meanwhile stays at that.
 */
export function useGoOn(
  list: TicketList,
  isLoaded: boolean,
  isStale: boolean,
  toFirst: () => void,
): (isOnItsWay: boolean) => void {
  /** The list that was shown when somebody went on. */
  const [leaving, setLeaving] = useState<TicketList>();
  const arrive = useEffectEvent(() => {
    if (leaving === undefined || leaving === list || !isLoaded) return;
    setLeaving(undefined);
    toFirst();
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: with each list that is there.
  useEffect(arrive, [list, isLoaded]);
  useEffect(() => {
    if (leaving === undefined) return;
    const stay = () => setLeaving(undefined);
    const byHand = untilByHand();
    byHand.addEventListener('abort', stay);
    return () => byHand.removeEventListener('abort', stay);
  }, [leaving]);
  return (isOnItsWay) => {
    if (isOnItsWay || isStale) setLeaving(list);
    else toFirst();
  };
}
