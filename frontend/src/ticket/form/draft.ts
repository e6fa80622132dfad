import type { CreateTicketInput, TicketCategory, TicketPriority } from '../../graphql.generated';
import { randomId } from '../../randomId';
import { type Area, parse, read, write } from '../../ui/storage';
import { CATEGORIES, PRIORITIES } from '../labels';

/** A ticket that is being written. */
export interface Draft {
  /** Makes one ticket of it, however often it is sent. */
  readonly key: string;
  readonly title: string;
  readonly description: string;
  /** What a person decided: null to leave it empty, undefined while nobody has. */
  readonly category?: TicketCategory | null;
  readonly priority?: TicketPriority | null;
  /** What was sent and may have arrived, though no answer came. */
  readonly sent: readonly CreateTicketInput[];
}

export const NAME = 'draft';
/** The most that the server takes. */
const KEY_MAX = 200;
/** Marks the tab that has the draft which outlasts it. */
const OWNER = 'draft-owner';
/** When that tab is reloaded, the page before lets go within this time. */
const LONGEST_WAIT_MS = 2_000;

function emptyDraft(): Draft {
  return { key: randomId(), title: '', description: '', sent: [] };
}

export function isEmpty({ title, description, category, priority }: Draft): boolean {
  return `${title}${description}`.trim() === '' && category == null && priority == null;
}

/**
 * Where this tab keeps its draft: the first one with a form in what outlasts it; a form in another tab at
 * the same time has a draft of its own, which goes with the tab.
 */
export async function claimArea(): Promise<Area> {
  if (read(NAME, 'session') !== null) return 'session';
  // Browsers have locks only where a page cannot be tampered with.
  if (!('locks' in navigator)) return 'local';
  const wasOwner = read(OWNER, 'session') !== null;
  const patience = wasOwner
    ? { signal: AbortSignal.timeout(LONGEST_WAIT_MS) }
    : { ifAvailable: true };
  return new Promise((resolve) => {
    const untilClosed = (lock: Lock | null) => {
      if (!lock) return resolve('session');
      write(OWNER, 'yes', 'session');
      resolve('local');
      return new Promise<never>(() => {});
    };
    navigator.locks
      .request(`frontdesk.${NAME}`, patience, untilClosed)
      .catch(() => resolve('session'));
  });
}

/** A draft as it was kept, or a new one. */
export function draftIn(kept: string | null): Draft {
  const draft = parse<Draft>(kept);
  return draft && isDraft(draft) ? draft : emptyDraft();
}

/** Another version of the page may have kept it. */
function isDraft({ key, title, description, category, priority, sent }: Draft): boolean {
  return (
    [key, title, description].every((text) => typeof text === 'string') &&
    key.length > 0 &&
    key.length <= KEY_MAX &&
    (category == null || CATEGORIES.includes(category)) &&
    (priority == null || PRIORITIES.includes(priority)) &&
    Array.isArray(sent) &&
    sent.every((input) => typeof input === 'object' && input !== null)
  );
}

/** Whether two drafts make the same ticket. */
export function makesSameTicket(one: Draft, other: Draft): boolean {
  return (['key', 'title', 'description', 'category', 'priority'] as const).every(
    (name) => one[name] === other[name],
  );
}
