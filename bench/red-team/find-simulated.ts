import { z } from 'zod';
import { SIMULATED_FINGERPRINT } from '../../contract/evaluation.ts';
import type { AttackResult } from './run-attacks.ts';
import type { ServiceAddress } from './service.ts';

const Attempts = z.object({ attempts: z.array(z.object({ fingerprint: z.string().nullable() })) });

/** Whether the provider simulator has answered, by one trace of each model; false where none can be read. */
export async function findSimulated(
  { url, adminKey }: ServiceAddress,
  results: readonly AttackResult[],
): Promise<boolean> {
  const answers = results.flatMap(({ answer }) => answer ?? []);
  for (const id of new Map(answers.map(({ model, id: own }) => [model, own])).values()) {
    const reply = await fetch(`${url}/v1/traces/${id}`, {
      headers: { authorization: `Bearer ${adminKey}` },
    });
    const { data } = Attempts.safeParse(await reply.json());
    const attempts = data?.attempts ?? [];
    if (attempts.some(({ fingerprint }) => fingerprint === SIMULATED_FINGERPRINT)) return true;
  }
  return false;
}
