/** The longest texts that the server takes; see `src/text.rs`. */
export const TITLE_MAX = 200;
export const DESCRIPTION_MAX = 20_000;

const SPACE = /\p{White_Space}/u;

/** How long a text is for the server: Unicode characters, without the white space around it. */
export function countCharacters(text: string): number {
  const characters = [...text];
  const first = characters.findIndex((character) => !SPACE.test(character));
  if (first === -1) return 0;
  return characters.findLastIndex((character) => !SPACE.test(character)) + 1 - first;
}
