import { hitsIn } from './searchWords';

/** Characters before the hit, so that it is read in its sentence and stays within the row. */
const BEFORE = 24;
const LENGTH = 160;

export interface Snippet {
  /** A few words that lead to the hit. */
  readonly lead: string;
  /** The hit, and what follows. */
  readonly text: string;
}

/** The place of a description where a search found what the title does not have, in one line. */
export function snippet(
  title: string,
  description: string | undefined,
  searched: readonly string[],
): Snippet | undefined {
  if (!description || searched.length === 0) return undefined;
  const missing = searched.filter((word) => hitsIn(title, [word]).length === 0);
  const [hit] = missing.length > 0 ? hitsIn(description, missing) : [];
  if (!hit) return undefined;
  const start = startOfWord(description, Math.max(0, hit.start - BEFORE));
  const lead = inOneLine(description.slice(start, hit.start));
  const text = inOneLine(description.slice(hit.start, start + LENGTH));
  return { lead: start > 0 ? `… ${lead}` : lead, text };
}

const inOneLine = (text: string) => text.replace(/\s+/g, ' ');

/** Begins after a space, if there is one nearby. */
function startOfWord(text: string, near: number): number {
  if (near === 0) return 0;
  const space = text.slice(near, near + BEFORE).search(/\s/);
  return space < 0 ? near : near + space + 1;
}
