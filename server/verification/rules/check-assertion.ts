import { readTerms } from '../read-terms.ts';
import type { Comparison, Finding } from './finding.ts';

/** "It is a myth that …": what follows is said in order to deny it. */
const UNTRUE =
  /\b(?:(?:false|untrue|incorrect|wrong|not (?:true|correct|the case)|(?:a|the) (?:[\p{L}-]+ )?(?:myth|misconception|fallacy|lie|falsehood|rumou?r)) (?:to (?:say|claim|think|believe) )?that)\b([^;.!?]*?)(?=[;.!?]|,? (?:but|and|because)\b|$)/giu;
const DENIES = /\b(?:not|never|no|false|untrue|incorrect|wrong|myth|misconception)\b|n['’]t\b/iu;
/** A question that "yes" answers states what it asks when the answer is left out. */
const YES_OR_NO =
  /^[^\p{L}]*(?:is|are|was|were|am|do|does|did|has|have|had|can|could|may|might|must|shall|should|will|would)\b.*\?\W*$/isu;
const YES =
  /^\W*(?:yes|yeah|sure|certainly|of course|absolutely|indeed|they do|it does|you can)\b/iu;
const SAID_FROM = 0.7;

/** What the source denies or only asks is no support, however much of the claim it holds. */
export function checkAssertion(comparison: Comparison): readonly Finding[] {
  const { best, window } = comparison.support;
  if (best === null || window < SAID_FROM) return [];
  const sentences = best.indexed.sentences.slice(best.from, best.to + 1);
  const isDenied = sentences.some(({ text }) => denies(text, comparison));
  if (isDenied) {
    const text = 'The source says that this is untrue.';
    return [{ code: 'negation_flipped', weight: 'conflict', span: null, text }];
  }
  const isAsked = sentences.every(({ text }) => YES_OR_NO.test(text));
  if (!isAsked || isAnswered(comparison, best.to + 1) || isStated(comparison)) return [];
  const text = 'The source only asks whether this is so.';
  return [{ code: 'low_coverage', weight: 'missing', span: null, text }];
}

function denies(sentence: string, { claim }: Comparison): boolean {
  if (DENIES.test(claim.text)) return false;
  return Array.from(sentence.matchAll(UNTRUE)).some(([, denied = '']) => holds(denied, claim));
}

/** The next sentence says yes, or speaks of the same. */
function isAnswered({ claim, support }: Comparison, at: number): boolean {
  const next = support.best?.indexed.sentences[at];
  if (next === undefined || next.text.trim().endsWith('?')) return false;
  const speaks = claim.terms.some(({ term }) => next.termSet.has(term));
  return speaks || YES.test(next.text);
}

/** Another sentence may say what this one asks. */
function isStated({ claim, chunks }: Comparison): boolean {
  return chunks.some(({ sentences }) =>
    sentences.some(({ text }) => !text.trim().endsWith('?') && holds(text, claim)),
  );
}

function holds(words: string, { terms }: Comparison['claim']): boolean {
  const stated = new Set(readTerms(words).map(({ term }) => term));
  return terms.filter(({ term }) => stated.has(term)).length >= SAID_FROM * terms.length;
}
