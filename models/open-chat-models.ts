import type { ChatModelConfig } from '../contract/chat-model-config.ts';
import type { ChatModel } from './chat-model.ts';
import { endpointOf, folderOf, type ModelOptions } from './model-options.ts';

export interface OpenedChatModel extends ChatModel {
  close(): Promise<void>;
}

/** Opens every configured model, by its configured name. A library is loaded only when a model needs it. */
export async function openChatModels(
  models: readonly ChatModelConfig[],
  options: ModelOptions,
): Promise<ReadonlyMap<string, OpenedChatModel>> {
  const opened = new Map<string, OpenedChatModel>();
  for (const model of models) opened.set(model.name, await openChatModel(model, options));
  return opened;
}

async function openChatModel(
  config: ChatModelConfig,
  options: ModelOptions,
): Promise<OpenedChatModel> {
  const timeouts = {
    firstTokenMs: config.timeouts.first_token_ms,
    idleMs: config.timeouts.idle_ms,
    totalMs: config.timeouts.total_ms,
  };
  if (config.provider === 'local') {
    const { openLocalChatModel } = await import('./local/local-chat-model.ts');
    return openLocalChatModel({
      model: config.model,
      dtype: config.dtype,
      cacheFolder: folderOf(config, options),
      contextWindow: config.context_window,
      timeouts,
      onProgress: options.onProgress,
    });
  }
  if (config.provider === 'local_reader') {
    const { openLocalReader } = await import('./local/local-reader.ts');
    return openLocalReader({
      model: config.model,
      dtype: config.dtype,
      cacheFolder: folderOf(config, options),
      minProbability: config.min_probability,
      timeouts,
      onProgress: options.onProgress,
    });
  }
  const { createRemoteChatModel } = await import('./remote/remote-chat-model.ts');
  return createRemoteChatModel({
    provider: config.provider,
    api: config.provider,
    model: config.model,
    endpoint: endpointOf(config, options),
    timeouts,
  });
}
