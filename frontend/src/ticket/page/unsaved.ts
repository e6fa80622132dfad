/** Texts of tickets that are being changed, so that a page that is closed or fails loses nothing. */

/** A text as far as it is written. */
export interface Unsaved {
  readonly text: string;
  /** The ticket's version that the person began with. */
  readonly version: number;
}

const nameOf = (id: string, field: string) => `frontdesk:edit:${id}:${field}`;

export function loadUnsaved(id: string, field: string): Unsaved | undefined {
  try {
    return JSON.parse(localStorage.getItem(nameOf(id, field)) ?? 'null') ?? undefined;
  } catch {
    return undefined;
  }
}

/** A storage that is full or forbidden keeps nothing, and editing goes on. */
export function storeUnsaved(id: string, field: string, unsaved: Unsaved | undefined) {
  try {
    if (unsaved) localStorage.setItem(nameOf(id, field), JSON.stringify(unsaved));
    else localStorage.removeItem(nameOf(id, field));
  } catch {
    // Nothing that the person could do about it now.
  }
}
