import { describe, expect, test } from 'vitest';
import { viewOf } from '../ticket/view';
import { createdIn, earlier, rangeOf, statsPath } from './range';

const TODAY = '2026-11-22';

function range(query: string) {
  const address = new URLSearchParams(query);
  return rangeOf(address, viewOf(address), TODAY);
}

describe('the range of an address', () => {
  test('is thirty days up to today when the address has none', () => {
    expect(range('')).toEqual({ preset: '30d', from: '2026-10-24', to: TODAY });
    expect(range('range=fortnight&from=2026-02-30')).toEqual(range(''));
  });

  test('is the named one', () => {
    expect(range('range=7d')).toEqual({ preset: '7d', from: '2026-11-16', to: TODAY });
    expect(range('range=all')).toEqual({ preset: 'all', from: undefined, to: TODAY });
  });

  test("is one's own days before a named one, and none of the future", () => {
    const own = { preset: undefined, from: '2026-11-01', to: '2026-11-03' };
    expect(range('from=2026-11-01&to=2026-11-03&range=7d')).toEqual(own);
    expect(range('from=2026-11-01').to).toBe(TODAY);
    const future = range('from=2026-12-01&to=2027-01-01');
    expect(future).toEqual({ preset: undefined, from: TODAY, to: TODAY });
  });

  test('is the same for the list, which has no name for all time', () => {
    expect(createdIn(range('range=7d'))).toEqual({ range: '7d' });
    expect(createdIn(range('from=2026-11-01&to=2026-11-03'))).toEqual({
      from: '2026-11-01',
      to: '2026-11-03',
    });
    expect(createdIn(range('range=all'))).toBeUndefined();
  });

  test('has an earlier one of the same length, unless it has no beginning', () => {
    expect(earlier(range('range=7d'))).toEqual({ from: '2026-11-09', to: '2026-11-15' });
    expect(earlier(range('range=all'))).toBeUndefined();
    expect(earlier(range('to=2026-11-01'))).toBeUndefined();
  });
});

describe('the address of the statistics', () => {
  const view = viewOf(new URLSearchParams('priority=high&order=updated'));

  test('does not say the range that goes without saying', () => {
    expect(statsPath({ ...view, created: { range: '30d' } })).toBe('/stats?priority=high');
    expect(statsPath({ ...view, priority: [], created: undefined })).toBe('/stats');
  });

  test('says any other', () => {
    expect(statsPath({ ...view, created: { range: '7d' } })).toBe('/stats?priority=high&range=7d');
    expect(statsPath(view, 'all')).toBe('/stats?priority=high&range=all');
  });
});
