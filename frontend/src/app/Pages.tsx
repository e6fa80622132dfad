import { lazy } from 'react';
import { Route, Routes } from 'react-router';
import { TicketListPage } from '../ticket/TicketListPage';
import { NotFoundPage } from './NotFoundPage';
import { Shell } from './Shell';

const TicketFormPage = lazy(async () => ({
  default: (await import('../ticket/TicketFormPage')).TicketFormPage,
}));
const TicketPage = lazy(async () => ({
  default: (await import('../ticket/TicketPage')).TicketPage,
}));
const StatsPage = lazy(async () => ({
  default: (await import('../stats/StatsPage')).StatsPage,
}));

/** The server answers these addresses with the page, and others with 404; see `src/http/assets.rs`. */
export function Pages() {
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
