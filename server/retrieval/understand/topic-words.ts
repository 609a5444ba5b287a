import { extractTerms } from '../../../core/text/terms.ts';

/** Words that questions of any topic hold: with these alone, a question does not say what it is about. */
const OF_ANY_TOPIC = new Set(
  extractTerms(
    `much many long often soon far early late get got take took give given make made use used need want know tell say
     happen mean exactly please thanks thank way thing exception condition requirement detail example deadline reason
     difference limit maximum minimum cost apply possible allowed exist still already possibly usually else`,
  ),
);

/** Whether a term tells what a question is about. */
export function saysTopic(term: string): boolean {
  return !OF_ANY_TOPIC.has(term);
}
