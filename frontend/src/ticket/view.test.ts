import { describe, expect, test } from 'vitest';
import {
  addressOf,
  EVERYTHING,
  filterOf,
  isFiltered,
  orderOf,
  type TicketView,
  viewOf,
} from './view';

const NOW = Date.parse('2026-11-22T23:59:59Z');
const view = (address: string) => viewOf(new URLSearchParams(address));
const filter = (address: string) => filterOf(view(address), NOW);

describe('the view of an address', () => {
  test('is everything, newest first, when the address says nothing', () => {
    expect(view('')).toEqual(EVERYTHING);
    expect(filter('')).toEqual({});
    expect(orderOf(view(''))).toEqual({ field: 'CREATED_AT', direction: 'DESC' });
  });

  test('reads several labels of a field, together or one by one', () => {
    const address = 'status=open,in_progress&priority=critical&priority=high';
    expect(filter(address)).toEqual({
      status: ['OPEN', 'IN_PROGRESS'],
      priority: ['CRITICAL', 'HIGH'],
    });
  });

  test('ignores what it does not know', () => {
    const address =
      'status=openn,,closed&category=toString&triage=&range=fortnight&from=2026-02-30&to=x&order=name&page=2';
    expect(view(address)).toEqual({ ...EVERYTHING, status: ['CLOSED'] });
  });

  test('takes no more of a search than the server does, and breaks no character', () => {
    const { search } = view(`q=${'👍'.repeat(201)}`);
    expect(search).toBe('👍'.repeat(200));
  });

  test('takes a search of blanks for none', () => {
    expect(filter('q=++')).toEqual({});
  });

  test.each([
    ['range=today', '2026-11-22T00:00:00Z', undefined],
    ['range=7d', '2026-11-16T00:00:00Z', undefined],
    ['from=2026-11-01&to=2026-11-03', '2026-11-01T00:00:00Z', '2026-11-04T00:00:00Z'],
    ['from=2026-11-03&to=2026-11-01', '2026-11-01T00:00:00Z', '2026-11-04T00:00:00Z'],
    ['from=2026-11-01', '2026-11-01T00:00:00Z', undefined],
    ['to=2026-11-01', undefined, '2026-11-02T00:00:00Z'],
  ])('asks for whole days: %s', (address, from, to) => {
    expect(filter(address).createdAt).toEqual({ from, to });
  });

  test('has an order', () => {
    expect(orderOf(view('order=priority'))).toEqual({ field: 'PRIORITY', direction: 'DESC' });
    expect(orderOf(view('order=updated-asc'))).toEqual({ field: 'UPDATED_AT', direction: 'ASC' });
  });
});

describe('the address of a view', () => {
  test.each([
    '',
    'status=open,in_progress&priority=critical&q=refund&order=priority',
    'category=billing&triage=unconfirmed&range=30d',
    'from=2026-11-01&to=2026-11-03&q=50%25+%26+%22more%22&order=created-asc',
    'from=2026-11-01',
  ])('is read as the same view: %s', (address) => {
    const read = view(address);
    expect(view(addressOf(read))).toEqual(read);
    expect(new URLSearchParams(addressOf(read)).size).toBe(new URLSearchParams(address).size);
  });

  test('has one form, whatever it was read from', () => {
    expect(addressOf(view('status=closed,open&status=open&utm=x'))).toBe('status=open,closed');
  });

  test('does not say what goes without saying', () => {
    const all: TicketView = { ...EVERYTHING, order: 'created' };
    expect(addressOf(all)).toBe('');
    expect(isFiltered(view('order=priority'))).toBe(false);
    expect(isFiltered(view('q=x&order=priority'))).toBe(true);
  });
});
