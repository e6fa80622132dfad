import { lazy, startTransition, useEffect, useState } from 'react';
import { matchPath, Route, Routes } from 'react-router';
import { client } from '../api/apollo';
import { beginList } from '../ticket/list/useTicketList';
import { TicketListPage } from '../ticket/TicketListPage';
import { viewOf } from '../ticket/view';
import { NotFoundPage } from './NotFoundPage';
import { Shell } from './Shell';

/** What a page is loaded by. The list is there already: it is what most people come for. */
const load = {
  form: async () => ({ default: (await import('../ticket/TicketFormPage')).TicketFormPage }),
  ticket: async () => ({ default: (await import('../ticket/TicketPage')).TicketPage }),
  stats: async () => ({ default: (await import('../stats/StatsPage')).StatsPage }),
};
/** Late enough to take nothing from the page that is shown. */
const SOON_MS = 3_000;
const TicketFormPage = lazy(load.form);
const TicketPage = lazy(load.ticket);
const StatsPage = lazy(load.stats);

/** The server answers these addresses with the page, and others with 404; see `src/http/mod.rs`. */
export function Pages() {
  const [isBegun, setIsBegun] = useState(false);
  // The first drawing is the longest: in slices it leaves time for keys and clicks.
  useEffect(() => startTransition(() => setIsBegun(true)), []);
  // Where most people go next is at hand then, also when the connection is lost.
  useEffect(() => {
    const fetchNext = () => void Promise.allSettled([load.form(), load.ticket()]);
    const timer = setTimeout(fetchNext, SOON_MS);
    return () => clearTimeout(timer);
  }, []);
  if (!isBegun) return null;
  return (
    <Routes>
      <Route element={<Shell />}>
        <Route path="/" element={<TicketListPage />} />
        <Route path="/new" element={<TicketFormPage />} />
        <Route path="/tickets/:id" element={<TicketPage />} />
        <Route path="/stats" element={<StatsPage />} />
        <Route path="*" element={<NotFoundPage />} />
      </Route>
    </Routes>
  );
}

/** Sends for what the first page needs, so that it is on its way while the page is drawn. */
export function sendForPage({ pathname, search }: Location) {
  if (pathname === '/') beginList(client, viewOf(new URLSearchParams(search)));
  else if (pathname === '/new') void load.form();
  else if (pathname === '/stats') void load.stats();
  else if (matchPath('/tickets/:id', pathname)) void load.ticket();
}
