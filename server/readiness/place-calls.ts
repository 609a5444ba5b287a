import type { RouteRule } from '../../contract/route-rule.ts';
import type { PricedAnswer } from '../../db/queries/priced-answers.ts';
import type { ConfiguredModel } from '../routing/configured-model.ts';
import type { PlacedCalls } from './assess-readiness.ts';

type Policy = {
  readonly models: readonly ConfiguredModel[];
  readonly rules: readonly RouteRule[];
};

/** Whether each model that was called may see the answer's data, and is hosted as the answer's rule requires. */
export function placeCalls(answers: readonly PricedAnswer[], policy: Policy): PlacedCalls {
  const models = new Map(policy.models.map((model) => [model.name, model]));
  const complaints: string[] = [];
  let toHosted = 0;
  let unknown = 0;
  for (const { calls, ceiling, route } of answers) {
    const required = policy.rules.find(({ name }) => name === route)?.require.hosting;
    for (const call of calls) {
      const model = models.get(call.model);
      if (model === undefined) {
        unknown += 1;
        continue;
      }
      if (model.hosting === 'hosted') toHosted += 1;
      if (!model.dataClasses.includes(ceiling)) {
        complaints.push(`${model.name} was sent ${ceiling} data, which it may not see.`);
      } else if (required !== undefined && model.hosting !== required) {
        complaints.push(
          `${model.name} is ${model.hosting}; the rule ${route} requires ${required}.`,
        );
      }
    }
  }
  const [complaint = null] = complaints;
  return { answers: answers.length, toHosted, unknown, violations: complaints.length, complaint };
}
