import { afterEach, expect, test, vi } from 'vitest';

/** What the page writes for a visitor of another language. */
async function formatsOf(language: string) {
  vi.stubGlobal('navigator', { language });
  vi.resetModules();
  return import('./format');
}

afterEach(() => vi.unstubAllGlobals());

test.each([
  ['en-US', 'Nov 3 – 21, 2026'],
  ['de-DE', '03.–21.11.2026'],
])('days are told as %s does', async (language, days) => {
  const { formatDays } = await formatsOf(language);
  expect(formatDays('2026-11-03', '2026-11-21').replace(/\s/g, ' ')).toBe(days);
});

test.each(['ar', 'fa-IR', 'he-IL'])(
  'what is written from right to left stays together: %s',
  async (language) => {
    const { formatAge, formatDays, formatMilliseconds } = await formatsOf(language);
    const texts = [
      formatDays('2026-11-03', '2026-11-21'),
      formatMilliseconds(4),
      formatAge('2026-11-03T00:00:00Z', Date.parse('2026-11-03T00:05:00Z')),
    ];
    for (const text of texts) expect(text).toMatch(/^\u2068.+\u2069$/);
  },
);

test('a month is that of the days below it, whatever calendar a language prefers', async () => {
  const { formatMonth } = await formatsOf('fa-IR');
  expect(formatMonth('2026-11-01')).toContain('نوامبر');
});
