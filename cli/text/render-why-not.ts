import type { WhyNotAnswer, WhyNotStage } from '../../contract/why-not.ts';
import type { Colors } from '../terminal.ts';
import { formatTime } from './facts.ts';
import { wrap } from './layout.ts';
import { printableLine } from './printable.ts';

const DEFAULT_WIDTH = 100;

const STAGE_WORDS: Readonly<Record<WhyNotStage, string>> = {
  corpus: 'It did not serve then',
  filters: 'It was not searched',
  access: 'The caller could not read it',
  legs: 'Neither leg had it among its candidates',
  fusion: 'It was a candidate, and lost in fusion',
  rerank: 'It was a candidate, and lost in reranking',
  selection: 'It was a candidate, and was not selected',
  selected: 'It was retrieved',
};

/** What was asked about, what became of it, and why. */
export function renderWhyNot(
  answer: WhyNotAnswer,
  { colors, width }: { readonly colors: Colors; readonly width: number | null },
): string {
  const asked = `The index was asked as of ${formatTime(answer.as_of)} UTC.`;
  const { document } = answer;
  const lines = [
    ...(document === null ? [] : [printableLine(describeDocument(document))]),
    printableLine(answer.detail),
    ...(answer.stage === 'selected' ? [] : [asked]),
  ];
  const head = colors.bold(`${STAGE_WORDS[answer.stage]} (${answer.code}).`);
  return [head, ...lines.flatMap((line) => wrap(line, width ?? DEFAULT_WIDTH))].join('\n');
}

function describeDocument(document: NonNullable<WhyNotAnswer['document']>): string {
  const version = document.version === null ? 'no version' : `version ${document.version}`;
  return `${document.title}: ${document.source} in ${document.collection}, ${version} served then.`;
}
