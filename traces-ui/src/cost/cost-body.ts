import type { BodyInput } from '../../../contract/endpoint-types.ts';
import type { CostSearch } from '../search/cost-search.ts';
import { HOSTING_WORDS, TIER_WORDS } from '../ui/terms/route-terms.ts';
import { valueIn } from '../ui/terms/term.ts';

type Body = BodyInput<'simulateCost'>;

/** What the server is asked, from the address; a text that says nothing supposes nothing. */
export function costBody(search: CostSearch): Body {
  const { requests, months, growth, evaluation } = search;
  return {
    ...(requests === undefined ? {} : { requests_per_month: requests }),
    ...(months === undefined ? {} : { months }),
    ...(growth === undefined ? {} : { growth_per_month: growth / 100 }),
    ...(evaluation === undefined
      ? {}
      : { source: { kind: 'evaluation' as const, id: evaluation } }),
    prices: assignments(search.price).map(([model, factor]) => ({ model, factor })),
    shares: assignments(search.share).map(([model, share]) => ({ model, share })),
    models: supposedModels(search.model),
  };
}

/** Of `small=0.5 large=2`. */
function assignments(text: string | undefined): readonly (readonly [string, number])[] {
  return words(text).flatMap((word) => {
    const [name = '', value = ''] = word.split('=');
    return name === '' || value === '' || Number.isNaN(Number(value))
      ? []
      : [[name, Number(value)] as const];
  });
}

function supposedModels(text: string | undefined): NonNullable<Body['models']> {
  return words(text).flatMap((word) => {
    const [name = '', properties = ''] = word.split('=');
    const [tierText, hostingText, ...prices] = properties.split(',');
    const tier = valueIn(TIER_WORDS, tierText);
    const hosting = valueIn(HOSTING_WORDS, hostingText);
    const [input, output, gpuHour] = prices.map(Number);
    if (tier === undefined || hosting === undefined) return [];
    if (input === undefined || output === undefined) return [];
    const price = {
      input_per_m: input,
      output_per_m: output,
      ...(gpuHour === undefined ? {} : { gpu_hour: gpuHour }),
    };
    return [{ name, tier, hosting, price }];
  });
}

function words(text: string | undefined): readonly string[] {
  return (text ?? '').split(/\s+/u).filter((word) => word !== '');
}
