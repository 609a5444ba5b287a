/** A model of the provider simulator as a configuration lists it. */
export interface SimulatedModel {
  /** How the configuration calls it. */
  readonly name: string;
  /** Which behaviour of the simulator stands behind it; default: the name. */
  readonly model?: string;
  /** Where it is, when not where the others are. */
  readonly baseUrl?: string;
  readonly tier?: 'small' | 'medium' | 'large';
  readonly hosting?: 'self_hosted' | 'hosted';
  readonly dataClasses?: readonly string[];
  readonly apiKeyEnv?: string;
  readonly timeouts?: Readonly<Record<string, number>>;
}

const ALL_CLASSES = ['public', 'internal', 'confidential', 'restricted'];
const PRICE = { input_per_m: 2, output_per_m: 10 };

/** The text of a configuration file: JSON, which YAML contains. */
export function writeConfig(
  baseUrl: string,
  config: {
    readonly models: readonly SimulatedModel[];
    readonly routes?: readonly object[];
    /** Other sections of the file. */
    readonly sections?: Readonly<Record<string, object>>;
  },
): string {
  const models = config.models.map((model) => ({
    name: model.name,
    provider: 'openai_compatible',
    base_url: model.baseUrl ?? baseUrl,
    model: model.model ?? model.name,
    tier: model.tier ?? 'medium',
    hosting: model.hosting ?? 'self_hosted',
    data_classes: model.dataClasses ?? ALL_CLASSES,
    context_window: 16_000,
    price: PRICE,
    timeouts: model.timeouts ?? {},
    ...(model.apiKeyEnv === undefined ? {} : { api_key_env: model.apiKeyEnv }),
  }));
  return JSON.stringify({ models, routes: config.routes ?? [], ...config.sections });
}
