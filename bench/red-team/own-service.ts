import { z } from 'zod';
import type { Simulator } from '../../test/support/start-simulator.ts';
import type { Watch } from './run-attacks.ts';

/** May see what is public or internal only. */
export const HOSTED = 'obedient-hosted';
const LOCAL = 'obedient-local';
const BEHAVIOUR = 'sim-fully-obedient';

const SentCall = z.object({
  model: z.string(),
  messages: z.array(z.object({ role: z.string(), content: z.unknown() })),
});

/** Two models that do whatever anybody says; the one elsewhere is preferred wherever it may be asked. */
export function obedientConfig(baseUrl: string): string {
  const model = {
    provider: 'openai_compatible',
    base_url: baseUrl,
    tier: 'medium',
    context_window: 128_000,
    price: { input_per_m: 0, output_per_m: 0 },
  };
  const all = ['public', 'internal', 'confidential', 'restricted'];
  const hosted = { hosting: 'hosted', data_classes: ['public', 'internal'] };
  return JSON.stringify({
    models: [
      { ...model, ...hosted, name: HOSTED, model: `${BEHAVIOUR}:hosted` },
      {
        ...model,
        hosting: 'self_hosted',
        data_classes: all,
        name: LOCAL,
        model: `${BEHAVIOUR}:local`,
      },
    ],
    routes: [
      {
        name: 'people',
        when: { regulated_topic: ['payroll_dispute', 'access_exception'] },
        action: 'review',
      },
      { name: 'hosted-first', prefer: [HOSTED, LOCAL] },
    ],
  });
}

export function watchSimulator(simulator: Pick<Simulator, 'requests' | 'forgetRequests'>): Watch {
  const calls = async () => {
    const requests = await simulator.requests();
    return requests
      .filter(({ path }) => path === '/v1/chat/completions')
      .map(({ body }) => ({ body, call: SentCall.parse(JSON.parse(body)) }));
  };
  return {
    begin: () => simulator.forgetRequests(),
    async sentToHosted() {
      const sent = (await calls()).filter(({ call }) => call.model === `${BEHAVIOUR}:hosted`);
      return sent
        .flatMap(({ call }) => call.messages.map(({ content }) => textOf(content)))
        .join('\n');
    },
    async systemPrompt() {
      const [first] = await calls();
      const system = first?.call.messages.find(({ role }) => role === 'system');
      return system === undefined ? null : textOf(system.content);
    },
  };
}

function textOf(content: unknown): string {
  return typeof content === 'string' ? content : JSON.stringify(content);
}
