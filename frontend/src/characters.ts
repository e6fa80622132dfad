/** The longest texts that the server takes; see `src/text.rs`. */
export const TITLE_MAX = 200;
export const DESCRIPTION_MAX = 20_000;

const SPACE = /\p{White_Space}/u;

/** A text without the unseen signs that direct how what follows is to be read: that would be the words around it, too. */
export function withoutDirections(text: string): string {
  return text.replace(/[\u202a-\u202e\u2066-\u2069]/g, '');
}

/** How long a text is for the server: Unicode characters, without the white space around it. */
export function countCharacters(text: string): number {
  const characters = [...text];
  const first = characters.findIndex((character) => !SPACE.test(character));
  if (first === -1) return 0;
  return characters.findLastIndex((character) => !SPACE.test(character)) + 1 - first;
}
