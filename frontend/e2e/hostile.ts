import { createTicket } from './api';

const MARKUP =
  '<script>window.ran = 1</script><img src=x onerror="window.ran = 1"><b style="color:red">bold</b>';

/** Tickets as only somebody who means harm would write them. */
export const HOSTILE = {
  markup: { title: MARKUP, description: `${MARKUP}\njavascript:window.ran=1\n{{constructor}}` },
  unbroken: { title: 'W'.repeat(200), description: 'W'.repeat(20_000) },
  rightToLeft: {
    title: 'فاتورة مزدوجة \u202Eevil\u202C תשלום כפול',
    description: 'لم أستطع تسجيل الدخول منذ هذا الصباح.\n\u202Egnp.exe',
  },
  emoji: { title: '👩‍👩‍👧‍👦🔥'.repeat(20), description: '🏳️‍🌈'.repeat(500) },
  combining: {
    title: `Z${'\u0301\u0327\u0334'.repeat(60)}algo`,
    description: 'Z\u0301'.repeat(2_000),
  },
  long: {
    title: 'A long one',
    description: `As they say: ${'all work and no play. '.repeat(900).trim()}`,
  },
};

export async function createHostile(origin: string) {
  for (const ticket of Object.values(HOSTILE)) await createTicket(origin, ticket);
}
