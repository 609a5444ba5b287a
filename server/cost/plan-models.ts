import { ALL_DATA_CLASSES } from '../../contract/classification.ts';
import type { SimulateCost } from '../../contract/cost.ts';
import type { ConfiguredModel } from '../routing/configured-model.ts';
import type { PlanModel, PlanPrices } from './price-plans.ts';

/** Every model that is called: the builtin one costs nothing and is none. */
export function toPlanModels(models: readonly ConfiguredModel[]): readonly PlanModel[] {
  return models
    .filter(({ provider }) => provider !== 'builtin')
    .map(({ name, tier, hosting, dataClasses, price }) => ({
      name,
      tier,
      hosting,
      dataClasses,
      price: {
        input: price.input,
        output: price.output,
        cachedInput: price.cachedInput ?? price.input,
        gpuHour: price.gpuHour?.usd ?? null,
      },
    }));
}

export function pricesOf(models: readonly PlanModel[]): ReadonlyMap<string, PlanPrices> {
  return new Map(models.map(({ name, price }) => [name, price]));
}

/** A model at the price that is supposed of it. */
export function changePrice(model: PlanModel, { prices }: SimulateCost): PlanModel {
  const factor = prices.find(({ model: name }) => name === model.name)?.factor ?? 1;
  const { input, output, cachedInput, gpuHour } = model.price;
  return {
    ...model,
    price: {
      input: input * factor,
      output: output * factor,
      cachedInput: cachedInput * factor,
      gpuHour: gpuHour === null ? null : gpuHour * factor,
    },
  };
}

/** What is not said of its data is as careful as it may be. */
export function toPlanModel(supposed: SimulateCost['models'][number]): PlanModel {
  const { name, tier, hosting, data_classes: classes, price } = supposed;
  const usual = hosting === 'hosted' ? (['public', 'internal'] as const) : ALL_DATA_CLASSES;
  return {
    name,
    tier,
    hosting,
    dataClasses: classes ?? usual,
    price: {
      input: price.input_per_m,
      output: price.output_per_m,
      cachedInput: price.cached_input_per_m ?? price.input_per_m,
      gpuHour: price.gpu_hour ?? null,
    },
  };
}
