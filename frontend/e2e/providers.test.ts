import { LLMock } from '@copilotkit/aimock';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { request } from './api';
import { type Server, startServer } from './server';

// The server against a stand-in for the providers that others wrote.

const KEY = 'key-of-the-stand-in';

const LABELS = {
  reason: 'None of the branches can sell.',
  category: 'technical',
  priority: 'critical',
  scope: 'many',
  workaround: 'no',
  injection_attempt: false,
  confidence: 'high',
};

const PROTOCOLS = [
  { provider: 'openai', path: '/v1/chat/completions', model: 'gpt-6-luna' },
  { provider: 'anthropic', path: '/v1/messages', model: 'claude-haiku-5-5' },
];

interface Suggestion {
  readonly category: string;
  readonly priority: string;
  readonly provider: string;
  readonly model: string;
  readonly reason: string;
  readonly fallbackReason: string | null;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

describe.each(PROTOCOLS)('$provider', { timeout: 30_000 }, ({ provider, path, model }) => {
  let mock: LLMock;
  let server: Server;

  beforeAll(async () => {
    mock = new LLMock({ port: 0, auth: { apiKeys: [KEY] } });
    await mock.start();
    server = await start(KEY);
  }, 60_000);

  beforeEach(() => {
    mock.reset();
    mock.onMessage(/./, {
      content: JSON.stringify(LABELS),
      usage: { input_tokens: 900, output_tokens: 60, prompt_tokens: 900, completion_tokens: 60 },
    });
  });

  afterAll(async () => {
    await server?.stop();
    await mock.stop();
  });

  const start = (key: string) =>
    startServer({
      LLM_PROVIDER: provider,
      LLM_BASE_URL: mock.url,
      LLM_API_KEY: key,
      LLM_MODE: 'always',
      LLM_TIMEOUT_SECONDS: '10',
    });

  /** Of a text that was never asked about before, since answers are used again. */
  async function classify({ origin }: Server): Promise<Suggestion> {
    const description = `None of our branches can sell. ${crypto.randomUUID()}`;
    const data = await request<{ classifyTicket: { classification: Suggestion } }>(
      origin,
      `mutation ($input: ClassifyTicketInput!) {
        classifyTicket(input: $input) {
          classification {
            category priority provider model reason fallbackReason inputTokens outputTokens
          }
        }
      }`,
      { input: { description } },
    );
    return data.classifyTicket.classification;
  }

  const expectAnswer = (suggestion: Suggestion) =>
    expect(suggestion).toEqual({
      category: 'TECHNICAL',
      priority: 'CRITICAL',
      provider: provider.toUpperCase(),
      model,
      reason: LABELS.reason,
      fallbackReason: null,
      inputTokens: 900,
      outputTokens: 60,
    });

  const expectFallback = (suggestion: Suggestion) => {
    expect(suggestion.provider).toBe('LOCAL');
    expect(suggestion.fallbackReason).toMatch(/^[A-Z].*\.$/);
  };

  async function breaker({ origin }: Server): Promise<string> {
    const data = await request<{ classifierStatus: { breaker: string } }>(
      origin,
      '{ classifierStatus { breaker } }',
    );
    return data.classifierStatus.breaker;
  }

  const calls = () => mock.getRequests().filter((call) => call.path === path);

  test('understands a question and is understood', async () => {
    expectAnswer(await classify(server));
    expect(calls()).toHaveLength(1);
    expect(calls()[0]?.body).toMatchObject({ model });
  });

  test('is asked once more when it asks for patience', async () => {
    mock.nextRequestError(429, { message: 'Slow down.', type: 'rate_limit_error' });
    expectAnswer(await classify(server));
    expect(calls().map((call) => call.response.status)).toEqual([429, 200]);
  });

  test('is asked once more when it is overloaded', async () => {
    const status = provider === 'anthropic' ? 529 : 503;
    mock.nextRequestError(status, { message: 'Overloaded.', type: 'overloaded_error' });
    expectAnswer(await classify(server));
    expect(calls().map((call) => call.response.status)).toEqual([status, 200]);
  });

  test.each([
    ['answers what is no JSON', { malformedRate: 1 }],
    ['fails', { dropRate: 1 }],
    ['hangs up', { disconnectRate: 1 }],
  ])('does not harm a suggestion when it %s', async (_, chaos) => {
    mock.setChaos(chaos);
    expectFallback(await classify(server));
    mock.clearChaos();
    expectAnswer(await classify(server));
  });

  test('is left alone when it has no patience left', async () => {
    const hasty = await start(KEY);
    try {
      mock.setChaos({ rateLimitRate: 1 });
      expectFallback(await classify(hasty));
      mock.clearChaos();
      expect(await breaker(hasty)).toBe('OPEN');
      expectFallback(await classify(hasty));
      expect(calls().every((call) => call.response.status === 429)).toBe(true);
    } finally {
      await hasty.stop();
    }
  });

  test('is left alone when it does not accept the key', async () => {
    const stranger = await start('key-of-another');
    try {
      expectFallback(await classify(stranger));
      expect(await breaker(stranger)).toBe('BLOCKED');
      expectFallback(await classify(stranger));
    } finally {
      await stranger.stop();
    }
    // The stand-in keeps no record of whom it turns away.
    expect(calls()).toHaveLength(0);
  });
});
