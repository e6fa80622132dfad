import { strings } from '../../strings';
import { addressOf, EVERYTHING, type TicketView } from '../view';
import type { SavedView } from './savedViews';

const { views } = strings.list;

/** The views that come with the page. */
export const PRESET_VIEWS: readonly SavedView[] = [
  preset(views.all, {}),
  preset(views.open, { status: ['OPEN'] }),
  preset(views.urgent, { status: ['OPEN', 'IN_PROGRESS'], priority: ['CRITICAL', 'HIGH'] }),
  preset(views.toConfirm, { triage: ['UNCONFIRMED'] }),
  preset(views.overruled, { triage: ['OVERRULED'] }),
];

function preset(name: string, view: Partial<TicketView>): SavedView {
  return { name, address: addressOf({ ...EVERYTHING, ...view }) };
}
