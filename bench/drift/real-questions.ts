import { familiarShare, readWords } from '../../core/drift/familiar-words.ts';
import type { MeasuredAnswer } from '../../core/drift/measured-answer.ts';
import { readSignals } from '../../server/routing/read-signals.ts';
import type { RoutingData } from '../routing/read-routing-data.ts';
import type { Scenario } from './measure-detection.ts';

const FOREIGN_SHARE = 0.1;
const MIX_SHARE = 0.1;
const VOCABULARY = 2_000;

/**
 * Real questions, of a bank's customers, measured as the service measures them; what comes of an answer is not there.
 * Foreign ones are asked of an assistant about anything else. A mix shift takes a tenth of all from one in five topics.
 */
export function readScenarios(data: RoutingData): Readonly<Record<string, Scenario>> {
  const tickets = data.readTickets();
  const own = tickets.map(({ text }) => text);
  const familiar = new Set(own.filter(isVocabulary).slice(0, VOCABULARY).flatMap(readWords));
  const asked = tickets.filter(({ text }) => !isVocabulary(text));
  const measured = asked.map(({ text }) => measure(text, familiar));
  const foreign = data.readIntentsLeftOut().map(({ text }) => measure(text, familiar));
  const topics = [...new Set(asked.map(({ label }) => label))].toSorted();
  const grown = new Set(topics.filter((_topic, place) => place % 5 === 0));
  const grownOnes = measured.filter((_answer, place) => grown.has(asked[place]?.label ?? ''));
  const before = (random: () => number) => pick(measured, random);
  const mixed = (others: readonly MeasuredAnswer[], share: number) => (random: () => number) =>
    random() < share ? pick(others, random) : before(random);
  return {
    'same questions': { before, after: before },
    '10 % foreign questions': { before, after: mixed(foreign, FOREIGN_SHARE) },
    '10 % more of one in five topics': { before, after: mixed(grownOnes, MIX_SHARE) },
  };
}

function isVocabulary(text: string): boolean {
  return text.length % 5 === 0;
}

function measure(text: string, familiar: ReadonlySet<string>): MeasuredAnswer {
  const signals = readSignals(text, []);
  return {
    task: signals.task.value,
    novelty: signals.ood?.value ?? null,
    familiarWords: familiarShare(readWords(text), familiar),
    questionLength: text.length,
    confidence: null,
    topScore: null,
    status: null,
    isRefusal: null,
    verdict: null,
    answerLength: null,
    model: null,
    totalMs: null,
    costUsd: 0,
    rating: null,
  };
}

function pick(answers: readonly MeasuredAnswer[], random: () => number): MeasuredAnswer {
  const found = answers[Math.floor(random() * answers.length)];
  if (found === undefined) throw new Error('There is nothing to draw from.');
  return found;
}
