import type { ApolloClient } from '@apollo/client';
import { useApolloClient } from '@apollo/client/react';
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { useLocation } from 'react-router';
import { useResumedVisit } from '../../ui/visits';
import { addressOf, type TicketView } from '../view';
import { createList, type TicketList } from './list';

/** Lists that one may go back to. */
const KEPT = 8;
const kept = new WeakMap<ApolloClient, Map<string, TicketList>>();

/** The list that was asked for before anybody showed it. */
let begun: TicketList | undefined;

/** Asks for the first tickets of a view that is about to be shown, so that they come while the page is drawn. */
export function beginList(client: ApolloClient, view: TicketView) {
  begun = createList(client, view);
  keep(keptBy(client), addressOf(view), begun);
  void begun.loadMore();
}

/**
 * The list of a view. While that of another view is loading, the one before it stays; `isStale` says so. Going back
 * finds the list as it was left, which `useLiveList` brings up to date; going on loads it anew.
 */
export function useTicketList(view: TicketView) {
  const client = useApolloClient();
  const location = useLocation();
  const isResumed = useResumedVisit() !== undefined;
  const key = addressOf(view);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each visit has a list of its own.
  const wanted = useMemo(() => {
    const known = isResumed ? keptBy(client).get(key) : begun;
    return known && addressOf(known.view) === key ? known : createList(client, view);
  }, [client, location.key]);

  useEffect(() => {
    keep(keptBy(client), key, wanted);
    const isUnderWay = wanted === begun;
    if (isUnderWay) begun = undefined;
    else if (!wanted.state().isLoaded) void wanted.loadMore();
  }, [client, key, wanted]);

  const { isLoaded, error } = useSyncExternalStore(wanted.subscribe, wanted.state);
  const [shown, setShown] = useState(wanted);
  if (shown !== wanted && (isLoaded || error)) setShown(wanted);

  return { list: shown, isStale: shown !== wanted };
}

function keptBy(client: ApolloClient) {
  const lists = kept.get(client) ?? new Map<string, TicketList>();
  kept.set(client, lists);
  return lists;
}

function keep(lists: Map<string, TicketList>, key: string, list: TicketList) {
  lists.delete(key);
  lists.set(key, list);
  for (const oldest of [...lists.keys()].slice(0, -KEPT)) lists.delete(oldest);
}
