import { SpanStatusCode } from '@opentelemetry/api';
import { withSpan } from '../../platform/telemetry.ts';
import type { AnswerModel } from '../generation/generation-request.ts';
import * as spans from './describe-spans.ts';

/** The same model, each call of which has a span: generation itself does not know that it is traced. */
export function withChatSpan(model: AnswerModel): AnswerModel {
  const { chat } = model;
  if (chat === null) return model;
  return {
    ...model,
    chat: {
      provider: chat.provider,
      model: chat.model,
      chat: (request) =>
        withSpan(spans.chat(model, request), async (span) => {
          const result = await chat.chat(request);
          span.setAttributes(spans.chatResult(model, result));
          if (result.kind === 'failure') span.setStatus({ code: SpanStatusCode.ERROR });
          return result;
        }),
    },
  };
}
