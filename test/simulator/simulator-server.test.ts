import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSimulator, type Simulator } from '../support/start-simulator.ts';

const messages = [
  { role: 'system' as const, content: 'Cite the sources.' },
  {
    role: 'user' as const,
    content: '[1] Limits\nThe limit is 500 euros.\n\nQuestion: What limit?',
  },
];
let simulator: Simulator;
let client: OpenAI;

beforeAll(async () => {
  simulator = await startSimulator({ seed: 7 });
  client = new OpenAI({ baseURL: simulator.baseUrl, apiKey: 'sk-canary', maxRetries: 0 });
});

afterAll(() => simulator.stop());

describe('the provider simulator', () => {
  it('answers an OpenAI client', async () => {
    const completion = await client.chat.completions.create({ model: 'sim-good', messages });
    expect(completion.choices[0]?.message.content).toBe('The limit is 500 euros [1].');
    expect(completion.usage?.total_tokens).toBeGreaterThan(0);
  });

  it('streams to an OpenAI client, usage last', async () => {
    const stream = await client.chat.completions.create({
      model: 'sim-good',
      messages,
      stream: true,
      stream_options: { include_usage: true },
    });
    let text = '';
    let usage: unknown;
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta.content ?? '';
      usage = chunk.usage ?? usage;
    }
    expect(text).toBe('The limit is 500 euros [1].');
    expect(usage).toMatchObject({ completion_tokens: 6 });
  });

  it('embeds for an OpenAI client, the same text always alike', async () => {
    const input = ['refund policy', 'refund policy', 'boat'];
    const reply = await client.embeddings.create({ model: 'sim-embed', input });
    const [first, second, third] = reply.data.map(({ embedding }) => embedding);
    expect(first).toHaveLength(64);
    expect(second).toEqual(first);
    expect(third).not.toEqual(first);
  });

  it('lists its models as owned by a simulator', async () => {
    const owners = new Set<string>();
    for await (const model of client.models.list()) owners.add(model.owned_by);
    expect([...owners]).toEqual(['footnote-provider-simulator']);
  });

  it('does not know other models', async () => {
    const call = client.chat.completions.create({ model: 'gpt-4o', messages });
    await expect(call).rejects.toThrow('is not simulated');
  });

  it('gives the same replies to the same calls under the same seed', async () => {
    const again = await startSimulator({ seed: 7 });
    expect(await streamText(again)).toBe(await streamText(simulator));
    await again.stop();
  });

  it('shows what it was sent, secrets included, until told to forget', async () => {
    await simulator.forgetRequests();
    await client.chat.completions.create({ model: 'sim-good', messages });
    const [seen, ...rest] = await simulator.requests();
    expect(rest).toEqual([]);
    expect(seen?.path).toBe('/v1/chat/completions');
    expect(seen?.headers['authorization']).toBe('Bearer sk-canary');
    expect(seen?.body).toContain('The limit is 500 euros.');
  });

  it('answers what it cannot read with a 400', async () => {
    const url = `${simulator.baseUrl}/chat/completions`;
    const response = await fetch(url, { method: 'POST', body: '{' });
    expect(response.status).toBe(400);
  });
});

async function streamText({ baseUrl }: Simulator): Promise<string> {
  const body = JSON.stringify({ model: 'sim-uncited', messages, stream: true });
  return (await fetch(`${baseUrl}/chat/completions`, { method: 'POST', body })).text();
}
