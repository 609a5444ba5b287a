import type { RouteSignals, RouteSummary } from '../../contract/routing.ts';
import { PROMPT_VERSION } from '../generation/build-prompt.ts';
import type { GenerationOutcome } from '../generation/generate-answer.ts';
import type { RouteOutcome } from '../routing/choose-model.ts';
import { builtinExtractiveModel } from '../routing/configured-model.ts';

/** The route in short: as chosen, or, once something has been generated, as it turned out. */
export function summarizeRoute(
  signals: RouteSignals,
  route: RouteOutcome,
  generation: GenerationOutcome | null,
): RouteSummary {
  const chosen = route.order[0] ?? builtinExtractiveModel;
  const served =
    generation === null
      ? chosen
      : (route.order.find((model) => model.name === generation.model.name) ??
        builtinExtractiveModel);
  // A prompt that was sent in vain, or whose draft was withheld, was sent all the same.
  const isPrompted =
    generation === null ? chosen.provider !== 'builtin' : generation.prompt.messages.length > 0;
  return {
    task: signals.task.value,
    complexity: signals.complexity.value,
    sensitivity: route.receipt.data_ceiling,
    tier: served.tier,
    model: served.name,
    provider: served.provider,
    prompt_version: isPrompted ? versionOf(generation) : 'none',
    fallback: generation?.fallback ?? null,
    escalations: [...(generation?.escalations ?? [])],
    reasons: [...route.reasons],
  };
}

/** Before anything has been generated, it is that of answers. */
function versionOf(generation: GenerationOutcome | null): string {
  return generation === null
    ? PROMPT_VERSION
    : `${generation.prompt.template}@${generation.prompt.version}`;
}
