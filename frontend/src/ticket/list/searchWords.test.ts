import { describe, expect, test } from 'vitest';
import { hitsIn, isFound, searchedWords } from './searchWords';

const words = (text: string) => [...searchedWords(text)].sort().join(' ');

/** The text with its hits in brackets. */
function marked(text: string, search: string): string {
  let result = '';
  let place = 0;
  for (const { start, end } of hitsIn(text, searchedWords(search))) {
    result += `${text.slice(place, start)}[${text.slice(start, end)}]`;
    place = end;
  }
  return result + text.slice(place);
}

// The cases of `src/ticket/words.rs`, so that both mean the same by a word.
describe('words', () => {
  test.each([
    ['Crème BRÛLÉE', 'brulee creme'],
    ['Straße Łódź İstanbul Ærø', 'aero istanbul lodz strasse'],
    ['Ｆｕｌｌ ﬁle', 'file full'],
    ['ΟΔΟΣ οδος', 'οδοσ'],
    ['Ёлка', 'елка'],
    ['a-b_c.d@e/f', 'a b c d e f'],
    ['100% "OR" (NEAR*) \'x\'', '100 near or x'],
    ['!?% $ € + ~ ^', ''],
    ['fire 🔥', 'fire 🔥'],
    ['🔥urgent great👍work', 'great urgent work 👍 🔥'],
    ['❤️ 1️⃣', '1 ❤'],
    ['👍🏽', '👍🏽'],
    ['हिन्दी', 'हिन्दी'],
    ['がっこう', 'がっこう'],
    ['한국어', '한국어'],
  ])('of %s', (text, expected) => {
    expect(words(text)).toBe(expected);
  });

  test('are found from their start, all of them, in any text', () => {
    const ticket = ['Charged twice', 'My card shows two débits.'];
    expect(isFound(searchedWords('debit CHAR'), ticket)).toBe(true);
    expect(isFound(searchedWords('harged'), ticket)).toBe(false);
    expect(isFound(searchedWords('card refund'), ticket)).toBe(false);
    expect(isFound(searchedWords('?!'), ticket)).toBe(false);
  });
});

describe('hits', () => {
  test('are the beginnings that were searched for', () => {
    expect(marked('Refund the refunded, un-refundable', 'refund')).toBe(
      '[Refund] the [refund]ed, un-[refund]able',
    );
  });

  test('take the longest of several', () => {
    expect(marked('refund', 're refu')).toBe('[refu]nd');
  });

  test('are found under accents, case and width', () => {
    expect(marked('Größe: ÜBERMÄSSIG', 'gross ubermass')).toBe('[Größ]e: [ÜBERMÄSS]IG');
    expect(marked('Ｆｕｌｌ name', 'ful')).toBe('[Ｆｕｌ]l name'.replace('l n', 'ｌ n'));
    expect(marked('e\u0301te\u0301', 'ete')).toBe('[e\u0301te\u0301]');
  });

  test('do not part an emoji', () => {
    expect(marked('great👍🏽work', '👍🏽 wo')).toBe('great[👍🏽][wo]rk');
  });

  test('are no pattern', () => {
    expect(marked('a.b (c) <b>', '.* (c <b')).toBe('a.[b] ([c]) <[b]>');
  });
});
