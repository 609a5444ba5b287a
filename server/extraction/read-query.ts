import { synonymsOf } from '../../core/text/everyday-synonyms.ts';
import { extractTerms } from '../../core/text/terms.ts';
import { findUnit, type Unit } from '../../core/text/units.ts';
import { rarityOf } from '../../platform/word-rarity.ts';
import type { ScalarField } from './field.ts';
import { asksForMoney, currenciesIn, isAboutDocument, mayAskForMoney } from './field-hints.ts';

/** What is looked for around a value of a field. */
export interface FieldQuery {
  /** Weights add up to 1. */
  readonly weights: readonly number[];
  /** Which of the weights a term of a text earns, and what share of it. */
  readonly matches: ReadonlyMap<string, readonly TermMatch[]>;
  /** All that describes the field, in one line. */
  readonly words: string;
  readonly asksForMoney: boolean;
  readonly mayAskForMoney: boolean;
  /** Those that the amount may be in; any where there are none. */
  readonly currencies: ReadonlySet<string>;
  /** That the value is to be in: `…, in GB`; null where none is named, or an amount of money is asked for. */
  readonly unit: Unit | null;
  readonly isAboutDocument: boolean;
}

export interface TermMatch {
  readonly index: number;
  readonly share: number;
}

const SYNONYM_SHARE = 0.6;
const DESCRIPTION_SHARE = 0.8;
const GENERIC_SHARE = 0.25;

/** Words that say what kind of value is wanted, and little about which. */
const GENERIC = new Set(
  extractTerms(
    `number numbers date day document article time form code codes amount name value written write largest smallest highest lowest
     longest shortest maximum minimum gbp pounds extension email e-mail mail address telephone internal long many policy page
     whether field text month year client catalogue reference`,
  ),
);

/** Ways to say the same in documents of offices. */
const FIELD_SYNONYMS =
  readSynonyms(`owner owned responsible|effective force valid start begins applies|expiry expires until ends end|
  deadline latest within by before|supersedes replaces replaced superseded|update updated revised revision changed|
  submit submitted claim send sent hand|acknowledge acknowledgement confirm confirmation receipt|approve approved approval authorise decides decided|
  contact questions question ask|retention kept stay keep retained stored|report reported reporting call|frequency every often times|
  penalty charge deducted deduction|limit exceed maximum most|purpose aim|author written published`);

/** The terms of a field's name, title and description, weighted by how telling they are. */
export function readQuery(field: Pick<ScalarField, 'name' | 'title' | 'description'>): FieldQuery {
  const name = field.name.replaceAll(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2').replaceAll(/[_-]+/gu, ' ');
  const words = [name, field.title ?? '', field.description ?? ''].join(' ');
  const weights = new Map<string, number>();
  const add = (text: string, share: number) => {
    for (const term of extractTerms(text)) {
      const weight = share * rarityOf(term) * (GENERIC.has(term) ? GENERIC_SHARE : 1);
      weights.set(term, Math.max(weights.get(term) ?? 0, weight));
    }
  };
  add(`${name} ${field.title ?? ''}`, 1);
  add(field.description ?? '', DESCRIPTION_SHARE);
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0) || 1;
  const terms = [...weights.keys()];
  return {
    weights: terms.map((term) => (weights.get(term) ?? 0) / total),
    matches: matchTerms(terms),
    words,
    asksForMoney: asksForMoney(words),
    mayAskForMoney: mayAskForMoney(words),
    currencies: currenciesIn(words),
    unit: readUnit(words),
    isAboutDocument: isAboutDocument(words),
  };
}

function readUnit(words: string): Unit | null {
  const named = /\bin (\p{L}+|%)[.)]?$/u.exec(words.trim())?.[1];
  const unit = named === undefined ? null : findUnit(named);
  return unit?.family === 'money' ? null : unit;
}

function matchTerms(terms: readonly string[]): ReadonlyMap<string, readonly TermMatch[]> {
  const matches = new Map<string, TermMatch[]>();
  const add = (term: string, match: TermMatch) => {
    matches.set(term, [...(matches.get(term) ?? []), match]);
  };
  for (const [index, term] of terms.entries()) {
    add(term, { index, share: 1 });
    const others = new Set([...synonymsOf(term), ...(FIELD_SYNONYMS.get(term) ?? [])]);
    for (const other of others) if (other !== term) add(other, { index, share: SYNONYM_SHARE });
  }
  return matches;
}

function readSynonyms(groups: string): ReadonlyMap<string, ReadonlySet<string>> {
  const synonyms = new Map<string, Set<string>>();
  for (const group of groups.split('|')) {
    const terms = extractTerms(group);
    for (const term of terms) {
      const others = synonyms.get(term) ?? new Set<string>();
      for (const other of terms) others.add(other);
      synonyms.set(term, others);
    }
  }
  return synonyms;
}
