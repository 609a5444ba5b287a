import type { ChatModelConfig } from '../../contract/chat-model-config.ts';
import { ALL_DATA_CLASSES, type Classification } from '../../contract/classification.ts';
import { BUILTIN_MODEL } from '../../contract/config.ts';
import type { Hosting, ModelTier } from '../../contract/routing.ts';

/** What the router knows of a model. */
export interface ConfiguredModel {
  readonly name: string;
  readonly provider: string;
  readonly tier: ModelTier;
  readonly hosting: Hosting;
  readonly dataClasses: readonly Classification[];
  readonly contextWindow: number;
  readonly maxOutputTokens: number;
  readonly price: ModelPrices;
}

/** US dollars per million tokens, and per hour that a call takes. */
export interface ModelPrices {
  readonly input: number;
  readonly output: number;
  /** As other input tokens when not given. */
  readonly cachedInput?: number;
  readonly gpuHour?: { readonly usd: number; readonly longestMs: number };
}

/** What a call uses, or may use. */
export interface ModelUse {
  readonly input: number;
  readonly output: number;
  readonly cachedInput?: number;
  /** The longest that a call may take when not given. */
  readonly durationMs?: number;
}

/** What of a model's configuration the router goes by. */
type RoutedModelConfig = Pick<
  ChatModelConfig,
  | 'name'
  | 'provider'
  | 'tier'
  | 'hosting'
  | 'data_classes'
  | 'context_window'
  | 'max_output_tokens'
  | 'price'
  | 'timeouts'
>;

/** Sentences of the chunks, verbatim: no prompt, no price, nothing leaves the process. */
export const builtinExtractiveModel: ConfiguredModel = {
  ...BUILTIN_MODEL,
  provider: 'builtin',
  dataClasses: ALL_DATA_CLASSES,
  contextWindow: Number.MAX_SAFE_INTEGER,
  maxOutputTokens: 0,
  price: { input: 0, output: 0 },
};

/** All models in the order of the configuration, the builtin one first. */
export function listConfiguredModels(
  models: readonly RoutedModelConfig[],
): readonly ConfiguredModel[] {
  return [
    builtinExtractiveModel,
    ...models.map((model): ConfiguredModel => ({
      name: model.name,
      provider: model.provider,
      tier: model.tier,
      hosting: model.hosting,
      dataClasses: model.data_classes,
      contextWindow: model.context_window,
      maxOutputTokens: model.max_output_tokens,
      price: toPrices(model),
    })),
  ];
}

function toPrices({ price, timeouts }: Pick<RoutedModelConfig, 'price' | 'timeouts'>): ModelPrices {
  const { input_per_m: input, output_per_m: output } = price;
  const { cached_input_per_m: cachedInput, gpu_hour: usd } = price;
  return {
    input,
    output,
    ...(cachedInput === undefined ? {} : { cachedInput }),
    ...(usd === undefined ? {} : { gpuHour: { usd, longestMs: timeouts.total_ms } }),
  };
}

const MS_PER_HOUR = 3_600_000;

/** What a call costs in US dollars; at most, when it is not known how long it takes. */
export function costOf({ price }: Pick<ConfiguredModel, 'price'>, use: ModelUse): number {
  const { input, output, cachedInput = 0, durationMs } = use;
  const { cachedInput: cachedPrice = price.input, gpuHour } = price;
  const tokens =
    (input - cachedInput) * price.input + cachedInput * cachedPrice + output * price.output;
  const time =
    gpuHour === undefined ? 0 : ((durationMs ?? gpuHour.longestMs) / MS_PER_HOUR) * gpuHour.usd;
  return tokens / 1e6 + time;
}
