import type { Classification } from '../../contract/classification.ts';
import {
  ALL_DATA_CLASSES,
  BUILTIN_EXTRACTIVE,
  type ChatModelConfig,
} from '../../contract/config.ts';
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
  /** US dollars per million tokens. */
  readonly price: { readonly input: number; readonly output: number };
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
>;

/** Sentences of the chunks, verbatim: no prompt, no price, nothing leaves the process. */
export const builtinExtractiveModel: ConfiguredModel = {
  name: BUILTIN_EXTRACTIVE,
  provider: 'builtin',
  tier: 'small',
  hosting: 'self_hosted',
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
      price: { input: model.price.input_per_m, output: model.price.output_per_m },
    })),
  ];
}

/** What a call costs in US dollars. */
export function costOf(
  model: ConfiguredModel,
  tokens: { readonly input: number; readonly output: number },
): number {
  return (tokens.input * model.price.input + tokens.output * model.price.output) / 1e6;
}
