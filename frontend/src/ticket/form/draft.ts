import type { CreateTicketInput, TicketCategory, TicketPriority } from '../../graphql.generated';
import { randomId } from '../../randomId';

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

const NAME = 'frontdesk:draft';
/** A tab that is reloaded lets go of its draft within this time. */
const LONGEST_WAIT_MS = 300;

export function emptyDraft(): Draft {
  return { key: randomId(), title: '', description: '', sent: [] };
}

export function isEmpty({ title, description, category, priority }: Draft): boolean {
  return `${title}${description}`.trim() === '' && category == null && priority == null;
}

/**
 * Where this tab keeps its draft: the first one with a form in what outlasts it; a form in another tab at
 * the same time has a draft of its own, which goes with the tab.
 */
export async function claimStorage(): Promise<Storage | undefined> {
  try {
    if (sessionStorage.getItem(NAME) !== null) return sessionStorage;
  } catch {
    // The browser is set to keep nothing.
    return undefined;
  }
  // Browsers have locks only where a page cannot be tampered with.
  if (!('locks' in navigator)) return localStorage;
  return new Promise((resolve) => {
    const untilClosed = () => {
      resolve(localStorage);
      return new Promise<never>(() => {});
    };
    navigator.locks
      .request(NAME, { signal: AbortSignal.timeout(LONGEST_WAIT_MS) }, untilClosed)
      .catch(() => resolve(sessionStorage));
  });
}

export function loadDraft(storage: Storage | undefined): Draft {
  try {
    const stored: Partial<Draft> = JSON.parse(storage?.getItem(NAME) ?? '{}');
    return { ...emptyDraft(), ...stored };
  } catch {
    return emptyDraft();
  }
}

/** A storage that is full or forbidden keeps no draft, and the form works on. */
export function storeDraft(storage: Storage | undefined, draft: Draft) {
  try {
    if (isEmpty(draft)) storage?.removeItem(NAME);
    else storage?.setItem(NAME, JSON.stringify(draft));
  } catch {
    // Nothing that the person could do about it now.
  }
}
