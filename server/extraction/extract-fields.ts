import type { ConsideredValue, TracedField, ValueSpan } from '../../contract/extraction.ts';
import { chooseValue } from './choose-value.ts';
import { extractList } from './extract-list.ts';
import { EXTRACTION_MODEL } from './extraction-model.ts';
import type { Field, ScalarField } from './field.ts';
import { describeSpan, MISSING, type GivenText, type OpenText } from './found-field.ts';
import {
  openSource,
  rankCandidates,
  type RankedCandidate,
  type Ranking,
} from './rank-candidates.ts';
import { settleRivals } from './settle-rivals.ts';

/** `value` as the schema wants it, each of its scalars also among `fields` by its JSON pointer. */
export interface Extracted {
  readonly value: Readonly<Record<string, unknown>>;
  readonly fields: readonly TracedField[];
}

const MAX_CONSIDERED = 5;

/**
 * Values for fields out of texts, without a model: by the type of what stands there and the words around
 * it. The same texts and fields give the same values. What is not there is null, with a reason.
 */
export function extractFields(fields: readonly Field[], sources: readonly OpenText[]): Extracted {
  return extractObject(fields, sources);
}

/** Takes a text apart; what was found in it serves every field. */
export function openText(text: GivenText): OpenText {
  return { ...text, ...openSource(text.text) };
}

function extractObject(fields: readonly Field[], sources: readonly OpenText[]): Extracted {
  const scalars = fields.filter((field) => field.shape === 'scalar');
  const ranked = new Map(scalars.map((field) => [field.path, rankCandidates(field, sources)]));
  const settled = settleRivals(ranked);
  const value: Record<string, unknown> = {};
  const found: TracedField[] = [];
  for (const field of fields) {
    const extracted = extractOne(field, { sources, ranked, settled });
    value[field.name] = extracted.value;
    found.push(...extracted.fields);
  }
  return { value, fields: found };
}

interface Looked {
  readonly sources: readonly OpenText[];
  /** Of the scalars of the object, by their paths. */
  readonly ranked: ReadonlyMap<string, Ranking>;
  /** Without the places that other fields have. */
  readonly settled: ReadonlyMap<string, Ranking>;
}

function extractOne(
  field: Field,
  looked: Looked,
): { readonly value: unknown; readonly fields: readonly TracedField[] } {
  switch (field.shape) {
    case 'object':
      return extractObject(field.fields, looked.sources);
    case 'list':
      return extractList(field, looked.sources);
    case 'scalar': {
      const traced = describeScalar(field, looked);
      return { value: traced.value, fields: [traced] };
    }
  }
}

const NOTHING_FOUND: Ranking = { ranked: [], placeCount: 0 };

function describeScalar({ path }: ScalarField, { sources, ...looked }: Looked): TracedField {
  const { ranked: all, placeCount } = looked.ranked.get(path) ?? NOTHING_FOUND;
  const { ranked } = looked.settled.get(path) ?? NOTHING_FOUND;
  const spanOf = ({ source, entity }: RankedCandidate) => describeSpan(sources[source], entity);
  const { chosen, reason } = chooseValue(ranked, (candidate) => spanOf(candidate).quote);
  const considered = {
    considered_count: placeCount,
    considered: all
      .slice(0, MAX_CONSIDERED)
      .map((candidate) => describeConsidered(candidate, spanOf(candidate))),
  };
  if (chosen === null) return { ...MISSING, path, reason, ...considered };
  return {
    path,
    value: chosen.value,
    verdict: chosen.normalisation === null ? 'verbatim' : 'normalised',
    normalisation: chosen.normalisation,
    spans: [spanOf(chosen)],
    model: EXTRACTION_MODEL.name,
    reason,
    ...considered,
  };
}

function describeConsidered(candidate: RankedCandidate, span: ValueSpan): ConsideredValue {
  const { value, entity, score, features } = candidate;
  return { value, span, found_as: entity.type, score, features: { ...features } };
}
