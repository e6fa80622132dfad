import { describe, expect, test } from 'vitest';
import { createdAt, earlier, rangeOf, withDays, withPreset } from './range';

const TODAY = '2026-11-22';
const range = (address: string) => rangeOf(new URLSearchParams(address), TODAY);

describe('the range of an address', () => {
  test('is thirty days up to today when the address has none', () => {
    expect(range('')).toEqual({ preset: '30d', from: '2026-10-24', to: TODAY });
    expect(range('range=fortnight&from=2026-02-30')).toEqual(range(''));
  });

  test('is the named one', () => {
    expect(range('range=7d')).toEqual({ preset: '7d', from: '2026-11-16', to: TODAY });
    expect(range('range=all')).toEqual({ preset: 'all', from: undefined, to: TODAY });
  });

  test("is one's own days before a named one", () => {
    const own = { preset: null, from: '2026-11-01', to: '2026-11-03' };
    expect(range('from=2026-11-01&to=2026-11-03&range=7d')).toEqual(own);
    expect(range('from=2026-11-01').to).toBe(TODAY);
    expect(range('from=2026-11-03&to=2026-11-01')).toEqual(own);
    const future = range('from=2026-12-01&to=2027-01-01');
    expect(future).toEqual({ preset: null, from: TODAY, to: TODAY });
  });

  test('is asked for in whole days', () => {
    expect(createdAt(range('from=2026-11-01&to=2026-11-20'))).toEqual({
      from: '2026-11-01T00:00:00Z',
      to: '2026-11-21T00:00:00Z',
    });
  });

  test('has an earlier one of the same length, unless it has no beginning', () => {
    const before = earlier(range('range=7d'));
    expect(before).toEqual({ preset: null, from: '2026-11-09', to: '2026-11-15' });
    expect(earlier(range('range=all'))).toBeUndefined();
    expect(earlier(range('to=2026-11-01'))).toBeUndefined();
  });

  test('replaces the one before it in the address and leaves the filters', () => {
    const address = new URLSearchParams('priority=high&from=2026-11-01&to=2026-11-03');
    expect(withPreset(address, '90d').toString()).toBe('priority=high&range=90d');
    expect(withPreset(address, '30d').toString()).toBe('priority=high');
    const own = withDays(new URLSearchParams('range=7d'), '2026-11-01', '2026-11-02');
    expect(own.toString()).toBe('from=2026-11-01&to=2026-11-02');
  });
});
