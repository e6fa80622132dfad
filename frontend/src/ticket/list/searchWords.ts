/**
 * The words of a text by the server's rules (`src/ticket/words.rs`), with their places: what a search finds, and
 * which letters to mark.
 */

interface Word {
  /** Without case, accents and width. */
  readonly folded: string;
  readonly start: number;
  /** For each character of `folded`, where the letter that it comes from ends in the text. */
  readonly ends: readonly number[];
}

/** A stretch of a text, `end` not included. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

const LETTERS: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  ħ: 'h',
  ŧ: 't',
  ı: 'i',
  ς: 'σ',
};

const ACCENT =
  /[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20dc\ufe20-\ufe2f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u064b-\u065f\u0670]/gu;
const SYMBOL = /^[\p{So}\p{Emoji_Modifier}]/u;
/** Letters, digits, symbols, and marks other than the signs that only choose how a character is drawn. */
const OUTSIDE_WORDS =
  /[^\p{Alphabetic}\p{N}\p{M}\p{So}\p{Emoji_Modifier}]|[\ufe00-\ufe0f\u20dd-\u20ff]/gu;
const PLAIN = /^[\0-\x7f]*$/;

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The words to find; a ticket is found when each of them begins one of its words. */
export function searchedWords(search: string): readonly string[] {
  return [...new Set(wordsIn(search).map(({ folded }) => folded))];
}

export function isFound(searched: readonly string[], texts: readonly string[]): boolean {
  const words = texts.flatMap(wordsIn);
  return (
    searched.length > 0 &&
    searched.every((sought) => words.some(({ folded }) => folded.startsWith(sought)))
  );
}

/** The beginnings of words in a text that were searched for. */
export function hitsIn(text: string, searched: readonly string[]): readonly Stretch[] {
  return wordsIn(text).flatMap(({ folded, start, ends }) => {
    const lengths = searched.filter((it) => folded.startsWith(it)).map((it) => it.length);
    const end = ends[Math.max(0, ...lengths) - 1];
    return end === undefined ? [] : [{ start, end }];
  });
}

function wordsIn(text: string): Word[] {
  return PLAIN.test(text) ? plainWords(text) : foldedWords(text);
}

/** Most texts are plain, and need not be taken apart letter by letter. */
function plainWords(text: string): Word[] {
  return Array.from(text.matchAll(/[a-z0-9]+/gi), ({ 0: word, index }) => ({
    folded: word.toLowerCase(),
    start: index,
    ends: Array.from(word, (_, place) => index + place + 1),
  }));
}

function foldedWords(text: string): Word[] {
  const words: { folded: string; start: number; ends: number[] }[] = [];
  let open = false;
  for (const { segment, index } of graphemes.segment(text)) {
    const folded = fold(segment);
    const kept = folded.replace(OUTSIDE_WORDS, '');
    const isSymbol = SYMBOL.test(folded);
    if (kept === '' || (!isSymbol && !startsInWord(folded))) {
      open = false;
      continue;
    }
    if (isSymbol || !open) words.push({ folded: '', start: index, ends: [] });
    const word = words.at(-1);
    if (word) {
      word.folded += kept;
      const end = index + segment.length;
      for (let place = 0; place < kept.length; place += 1) word.ends.push(end);
    }
    open = !isSymbol;
  }
  return words;
}

const startsInWord = (text: string) => /^[\p{Alphabetic}\p{N}\p{M}]/u.test(text);

function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(ACCENT, '')
    .toLowerCase()
    .replace(ACCENT, '')
    .replace(/[ßæœþøłđðħŧıς]/g, (letter) => LETTERS[letter] ?? letter)
    .normalize('NFC');
}
