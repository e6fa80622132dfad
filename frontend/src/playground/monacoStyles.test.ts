import { expect, test } from 'vitest';
import { carryStyles } from './monacoStyles';

test.each([
  [
    '<div style="top:0px" class="view-line">',
    '<div data-monaco-style="top:0px" class="view-line">',
  ],
  ['<svg viewBox="0 0 1 1" style="">', '<svg viewBox="0 0 1 1" data-monaco-style="">'],
  [
    '<i style="a:b"></i><i\nstyle="c:d">',
    '<i data-monaco-style="a:b"></i><i data-monaco-style="c:d">',
  ],
])('a style is carried under another name: %s', (html, carried) => {
  expect(carryStyles(html)).toBe(carried);
});

test.each([
  '&lt;b style="top:0"> style="top:0"',
  '<span> style="top:0" </span>',
  '<span title=" style=">style="top:0"</span>',
  '<span title="> style=">style="top:0"</span>',
  '<span data-style="top:0">',
])('what only looks like a style stays as it is: %s', (html) => {
  expect(carryStyles(html)).toBe(html);
});
