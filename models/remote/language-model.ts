import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import type { ModelEndpoint } from './model-endpoint.ts';

/** What a provider speaks. */
export type ChatApi = 'openai_compatible' | 'anthropic';

/** A model as the library streams it. */
export type LanguageModel = Pick<
  ReturnType<ReturnType<typeof createOpenAICompatible>['chatModel']>,
  'doStream'
>;

interface WhichModel {
  readonly provider: string;
  readonly model: string;
  readonly endpoint: ModelEndpoint;
  readonly fetch: typeof globalThis.fetch;
}

/** The one place that tells the protocols apart. */
export function openLanguageModel(
  api: ChatApi,
  { provider, model, endpoint, fetch }: WhichModel,
): LanguageModel {
  const { baseUrl: baseURL, apiKey } = endpoint;
  switch (api) {
    case 'openai_compatible':
      return createOpenAICompatible({
        name: provider,
        baseURL,
        includeUsage: true,
        fetch,
        ...(apiKey === null ? {} : { apiKey }),
      }).chatModel(model);
    case 'anthropic':
      // Without a key the library would take one from the environment, which was not given for this origin.
      return createAnthropic({ baseURL, fetch, apiKey: apiKey ?? '' }).languageModel(model);
    default:
      return api satisfies never;
  }
}
