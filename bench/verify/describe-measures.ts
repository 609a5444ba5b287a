import { tenthPercent } from '../../core/text/percent.ts';
import { bootstrapInterval } from '../retrieval/calibration.ts';
import type { AnswerMeasure } from './measure-answers.ts';
import type { ClaimMeasure } from './measure-claims.ts';
import type { FamilyMeasure } from './measure-mutations.ts';
import type { RuleOnEdits } from './measure-rules.ts';
import type { WiceMeasure } from './measure-wice.ts';
import { areaUnderCurve, measureAgreement } from './measures.ts';

type Random = () => number;

export function describeAnswers(measure: AnswerMeasure, random: Random): string {
  const { answers, sentences, rows } = measure;
  const interval = (figure: (sample: AnswerMeasure['rows']) => number) =>
    describeInterval(bootstrapInterval(rows, figure, random));
  const ofSentences = (sample: AnswerMeasure['rows']) => sample.flatMap((row) => row.sentences);
  return describeTable('RAGTruth-QA, folds by question', [
    ['answers: F1', tenthPercent(answers.f1), interval((sample) => measureAgreement(sample).f1)],
    [
      'answers: balanced accuracy',
      tenthPercent(answers.balanced),
      interval((sample) => measureAgreement(sample).balanced),
    ],
    ['answers: AUC', three(answers.area), `by length alone ${three(answers.areaByLength)}`],
    ['answers: AUC within fifths of length', three(answers.areaWithinLengths), ''],
    [
      'sentences: balanced accuracy',
      tenthPercent(sentences.balanced),
      interval((sample) => measureAgreement(ofSentences(sample)).balanced),
    ],
    ['sentences: balanced accuracy by verdict', tenthPercent(sentences.balancedByVerdict), ''],
    ['sentences: AUC', three(sentences.area), `by length alone ${three(sentences.areaByLength)}`],
    ['sentences: AUC within fifths of length', three(sentences.areaWithinLengths), ''],
    ['sentences accepted with 1 % unsupported', tenthPercent(sentences.shareAccepted), ''],
    ['sentences: calibration error', three(sentences.calibrationError), ''],
    ['characters of spans: F1', tenthPercent(measure.spanF1), ''],
    ['median ms a sentence', measure.medianMsPerSentence.toFixed(2), `of ${sentences.count}`],
  ]);
}

export function describeClaims(title: string, measure: ClaimMeasure, random: Random): string {
  const interval = (figure: (sample: ClaimMeasure['rows']) => number) =>
    describeInterval(bootstrapInterval(measure.rows, figure, random));
  const control = measure.rows.length;
  return describeTable(title, [
    ['macro-F1', tenthPercent(measure.macroF1), interval((rows) => measureAgreement(rows).macroF1)],
    ['macro-F1, mean of the parts', tenthPercent(measure.macroF1OfSources), ''],
    [
      'balanced accuracy',
      tenthPercent(measure.balanced),
      interval((rows) => measureAgreement(rows).balanced),
    ],
    ['AUC', three(measure.area), interval(areaUnderCurve)],
    ['claims', String(control), ''],
  ]);
}

export function describeWice(measure: WiceMeasure): string {
  return describeTable('WiCE, where: F1', [
    ['evidence lines, mean of all claims', tenthPercent(measure.lineF1)],
    [
      'evidence lines, mean of claims that a line supports',
      tenthPercent(measure.lineF1OfSupported),
    ],
    ['unsupported tokens, all together, by the verdicts', tenthPercent(measure.tokenF1)],
    ['unsupported tokens, all together, verdict known', tenthPercent(measure.tokenF1Known)],
    [
      'unsupported tokens, mean of claims, verdict known',
      tenthPercent(measure.tokenF1KnownOfClaims),
    ],
  ]);
}

export function describeFamilies(measures: readonly FamilyMeasure[]): string {
  const edits = measures.filter(({ family }) => family !== 'original' && family !== 'harmless');
  const mean = (share: number) =>
    edits.reduce((sum, { caught }) => sum + (caught.get(share) ?? 0), 0) / edits.length;
  return describeTable('Edits caught at 5, 2 and 1 % false alarms', [
    ...measures.map(({ family, count, caught }) => [
      family,
      ...[...caught.values()].map(tenthPercent),
      String(count),
    ]),
    ['mean of the edits', ...[0.05, 0.02, 0.01].map((share) => tenthPercent(mean(share))), ''],
  ]);
}

export function describeRulesOnEdits(measures: readonly RuleOnEdits[]): string {
  return describeTable(
    'Edits against which their rules speak, and false alarms',
    measures.map(({ family, caught, falseAlarms, codes }) => [
      family,
      tenthPercent(caught),
      tenthPercent(falseAlarms),
      codes.join(' '),
    ]),
  );
}

function describeTable(title: string, rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  const lines = rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  '),
  );
  return `${title}\n${lines.join('\n')}\n`;
}

function describeInterval([low, high]: readonly [number, number]): string {
  return `${three(low)}–${three(high)}`;
}

function three(figure: number): string {
  return figure.toFixed(3);
}
