import type { AnswerModel, GenerationRequest } from '../generation/generation-request.ts';
import type { RouteOutcome } from '../routing/choose-model.ts';
import { builtinExtractiveModel, type ConfiguredModel } from '../routing/configured-model.ts';
import { withChatSpan } from './with-chat-span.ts';

/** The models of a route as they are called: each call has a span of its own. */
export function openRoute(
  route: RouteOutcome,
  answerModel: (model: ConfiguredModel) => AnswerModel,
): Pick<GenerationRequest, 'models' | 'hedges' | 'eligible' | 'quoting'> {
  const eligible = route.eligible.map((model) => withChatSpan(answerModel(model)));
  const opened = new Map(eligible.map((model) => [model.name, model]));
  return {
    models: route.order.map((model) => opened.get(model.name) ?? answerModel(model)),
    hedges: new Set(route.hedges.map(({ name }) => name)),
    eligible,
    quoting: answerModel(builtinExtractiveModel),
  };
}
