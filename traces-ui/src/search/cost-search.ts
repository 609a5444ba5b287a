import { readInteger, readText, readUuid, type RawSearch } from './url-search.ts';

/** What is supposed; what is absent is as the server has it. */
export interface CostSearch {
  readonly requests?: number | undefined;
  readonly months?: number | undefined;
  /** In percent, from month to month. */
  readonly growth?: number | undefined;
  /** The answers of an evaluation run instead of the last 30 days. */
  readonly evaluation?: string | undefined;
  /** `name=factor`, of a configured model. */
  readonly price?: string | undefined;
  /** `name=share`. */
  readonly share?: string | undefined;
  /** `name=tier,hosting,in,out[,gpu-hour]`. */
  readonly model?: string | undefined;
}

export function readCostSearch(search: RawSearch): CostSearch {
  return {
    requests: readInteger(search['requests'], 1),
    months: readInteger(search['months'], 1),
    growth: readInteger(search['growth'], 0),
    evaluation: readUuid(search['evaluation']),
    price: readText(search['price']),
    share: readText(search['share']),
    model: readText(search['model']),
  };
}
