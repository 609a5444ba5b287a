import type { ChatModelConfig } from '../contract/config.ts';
import type { ChatModel } from './chat-model.ts';
import { endpointOf } from './model-options.ts';

/** Opens every configured model, by its configured name. The library is loaded only when there is one. */
export async function openChatModels(
  models: readonly ChatModelConfig[],
  secrets: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, ChatModel>> {
  if (models.length === 0) return new Map();
  const { createRemoteChatModel } = await import('./remote/remote-chat-model.ts');
  return new Map(
    models.map((model) => [
      model.name,
      createRemoteChatModel({
        provider: model.provider,
        api: model.provider,
        model: model.model,
        endpoint: endpointOf(model, { secrets }),
        timeouts: {
          firstTokenMs: model.timeouts.first_token_ms,
          idleMs: model.timeouts.idle_ms,
          totalMs: model.timeouts.total_ms,
        },
      }),
    ]),
  );
}
