import { tenthPercent } from '../../core/text/percent.ts';
import { bootstrapInterval } from '../retrieval/calibration.ts';
import type { AnswerMeasure, SentenceRow } from './measure-answers.ts';
import type { ClaimMeasure } from './measure-claims.ts';
import type { FamilyMeasure } from './measure-mutations.ts';
import type { RuleMeasure, RuleOnEdits } from './measure-rules.ts';
import { describeSpeed, type SpeedMeasure } from './measure-speed.ts';
import type { WiceMeasure } from './measure-wice.ts';
import { areaUnderCurve, measureAgreement } from './measures.ts';

/** All that a run of the bench found out. */
export interface Findings {
  readonly verifier: string;
  readonly models: readonly ModelFile[];
  /** Only every n-th group was measured, with models trained on such. */
  readonly every: number;
  readonly inputs: Readonly<Record<string, string>>;
  readonly answers: AnswerMeasure;
  readonly attribution: ClaimMeasure;
  readonly wice: ClaimMeasure;
  readonly places: WiceMeasure | null;
  readonly families: readonly FamilyMeasure[];
  readonly rulesOnEdits: readonly RuleOnEdits[];
  readonly rules: readonly RuleMeasure[];
  readonly controls: string;
  readonly speed: SpeedMeasure;
  readonly wrongMarkers: string;
}

/** Coefficients that are part of the product, and what made them. */
interface ModelFile {
  readonly path: string;
  readonly madeBy: string;
  readonly sha256: string;
  readonly bytes: number;
}

type Random = () => number;
type Row = readonly [what: string, figure: string, target: string, note: string];

/** `docs/verifier-card.md`. Every figure is of a model that has not seen the question, article or source it is measured on. */
export function writeCard(findings: Findings, random: Random): string {
  return [
    '# Verifier card',
    `The verifier \`${findings.verifier}\`, measured by \`npm run bench:verify -- ${findings.every === 1 ? '' : `--every ${findings.every} `}--card docs/verifier-card.md\`. Nothing here is written by hand but the words.`,
    WHAT,
    ...describeModels(findings),
    '## Figures',
    'Each question, article or topic was measured with a model and with thresholds that had not seen it. Intervals are the middle 95 % of 2,000 bootstrap samples, drawn by answer or claim. Targets are what the verifier is meant to reach.',
    ...(findings.every === 1
      ? []
      : [
          `This run took one in ${findings.every} questions, articles and topics, for measuring and for training the models that were measured.`,
        ]),
    table([...answerRows(findings.answers, random), ...claimRows(findings, random)]),
    '## Edits',
    'Supported sentences with one edit each. The word lists of the edits are other ones than those of the training.',
    'By the one score: the share that is caught where 5, 2 or 1 % of the untouched sentences are, of whatever kind.',
    familyTable(findings.families),
    'By rule: the share of a kind of edit against which the rules for it speak, which is a verdict of `unsupported`, `partially_supported` or `contradicted` with its reason, and the share of the untouched sentences against which they do.',
    ruleOnEditsTable(findings.rulesOnEdits),
    '## Rules',
    'Of the sentences of RAGTruth that people found supported, the share against which each rule speaks. People overlook errors, so not every alarm is false.',
    ruleTable(findings.rules),
    '## Controls',
    'What can be told without the evidence. A figure for support that is no better has learnt a set, not support.',
    code(findings.controls),
    '## Markers and speed',
    code(findings.wrongMarkers),
    code(describeSpeed(findings.speed)),
    'Times are of the machine that the bench ran on, with whatever else it was doing: they say what to expect at worst.',
    LIMITS,
  ]
    .join('\n\n')
    .concat('\n');
}

const WHAT = `## What it is

Rules that compare numbers, units, dates, names, negations and quotations, and a score of how the words of a claim lie in what it cites. Half of the score is a logistic model and small boosted trees, learnt from what people found unsupported; half is trees that were learnt from that and from edited sentences at once. A further pair of both kinds looks for a small difference in words that otherwise agree, and is added where it is sure enough. One frozen model and one threshold serve every text. Where a claim is unsupported, trees say of each of its words, and where its evidence is, a linear model and trees say of each sentence beside those that are chosen already. It runs in the process, sends nothing anywhere, and gives the same bytes for the same input. Where it is unsure, [further tiers](configuration.md#verification) can be asked.

It is meant for answers of one to some sentences that cite chunks of documents. It decides what is shown beside an answer and, where a [rule](configuration.md#routes) says so, whether a draft is used. It is not meant to tell what is true: only whether the cited text says it.`;

const LIMITS = `## Limits

- It compares words. A paraphrase in other words is taken for unsupported, and a claim that takes its words from several places may be taken for supported.
- It was trained on English. Other languages are split and compared, but the score is not calibrated for them, and there are no word lists of negations or reservations.
- The probability is right for answers of which one sentence in eight is unsupported. Where errors are rarer, more of what is flagged is right.
- A reservation that is left out ("may", "usually") and a word turned into its opposite are caught about every second time.
- The labelled sets are answers of language models to web questions (RAGTruth), claims of search engines (AttributionBench) and of an encyclopedia (WiCE). Documents of a company read differently.
- AttributionBench's sources were each left out of the training in turn, which is harder than to be tested on sources that were seen.`;

function describeModels({ models, inputs }: Findings): readonly string[] {
  const hashes = Object.entries(inputs).map(([name, hash]) => `| \`${name}\` | \`${hash}\` |`);
  return [
    '## What it was learnt from',
    ...models.map(
      ({ path, madeBy, sha256, bytes }) =>
        `\`${path}\`, ${Math.ceil(bytes / 1024)} kB, SHA-256 \`${sha256}\`, was made by \`${madeBy}\`.`,
    ),
    'Both are learnt from public sets, of which nothing but these numbers is kept:',
    ['| file | SHA-256 |', '| --- | --- |', ...hashes].join('\n'),
  ];
}

function answerRows(measure: AnswerMeasure, random: Random): readonly Row[] {
  const { answers, sentences, rows } = measure;
  const interval = (figure: (sample: AnswerMeasure['rows']) => number) =>
    describeInterval(bootstrapInterval(rows, figure, random));
  const all = (sample: AnswerMeasure['rows']): readonly SentenceRow[] =>
    sample.flatMap((row) => row.sentences);
  return [
    [
      'RAGTruth answers: F1',
      tenthPercent(answers.f1),
      '67 %',
      interval((some) => measureAgreement(some).f1),
    ],
    [
      'RAGTruth answers: balanced accuracy',
      tenthPercent(answers.balanced),
      '83 %',
      interval((some) => measureAgreement(some).balanced),
    ],
    [
      'RAGTruth answers: AUC',
      three(answers.area),
      '',
      `${interval(areaUnderCurve)}; by length alone ${three(answers.areaByLength)}`,
    ],
    ['RAGTruth answers: AUC within fifths of length', three(answers.areaWithinLengths), '.850', ''],
    [
      'RAGTruth sentences: balanced accuracy',
      tenthPercent(sentences.balanced),
      '84.5 %',
      interval((some) => measureAgreement(all(some)).balanced),
    ],
    [
      'RAGTruth sentences: balanced accuracy by verdict',
      tenthPercent(sentences.balancedByVerdict),
      '',
      'the threshold of the product',
    ],
    [
      'RAGTruth sentences: AUC',
      three(sentences.area),
      '.915',
      `${interval((some) => areaUnderCurve(all(some)))}; by length alone ${three(sentences.areaByLength)}`,
    ],
    [
      'RAGTruth sentences accepted with 1 % unsupported',
      tenthPercent(sentences.shareAccepted),
      '72 %',
      '',
    ],
    ['RAGTruth sentences: calibration error', three(sentences.calibrationError), '.025', ''],
    ['RAGTruth unsupported characters: F1', tenthPercent(measure.spanF1), '55 %', ''],
  ];
}

function claimRows({ attribution, wice, places }: Findings, random: Random): readonly Row[] {
  const interval = (measure: ClaimMeasure, figure: (sample: ClaimMeasure['rows']) => number) =>
    describeInterval(bootstrapInterval(measure.rows, figure, random));
  return [
    [
      'AttributionBench, each source left out: macro-F1',
      tenthPercent(attribution.macroF1),
      '86 %',
      interval(attribution, (some) => measureAgreement(some).macroF1),
    ],
    ['AttributionBench: AUC', three(attribution.area), '', interval(attribution, areaUnderCurve)],
    [
      'WiCE claims: balanced accuracy',
      tenthPercent(wice.balanced),
      '76 %',
      interval(wice, (some) => measureAgreement(some).balanced),
    ],
    ['WiCE claims: AUC', three(wice.area), '', interval(wice, areaUnderCurve)],
    ...(places === null
      ? []
      : ([
          [
            'WiCE evidence lines: F1',
            tenthPercent(places.lineF1),
            '70 %',
            'mean of all claims, against the best set; 0 where no line supports a claim',
          ],
          [
            'WiCE evidence lines: F1 where a line supports the claim',
            tenthPercent(places.lineF1OfSupported),
            '',
            'mean of those claims, against the best set',
          ],
          [
            'WiCE unsupported tokens: F1',
            tenthPercent(places.tokenF1),
            '68 %',
            'of all tokens together, as the product marks them',
          ],
          [
            'WiCE unsupported tokens: F1, verdict known',
            tenthPercent(places.tokenF1Known),
            '',
            'the same where each claim is known to be partially supported',
          ],
          [
            'WiCE unsupported tokens: F1, verdict known, mean of claims',
            tenthPercent(places.tokenF1KnownOfClaims),
            '',
            'of the tokens of each such claim',
          ],
        ] as const)),
  ];
}

const TARGETS: Readonly<Record<string, string>> = {
  'novel number': '99 %',
  'novel entity': '95 %',
  negation: '92 %',
  'number swap': '60 %',
  'entity swap': '60 %',
  'role swap': '50 %',
  unit: '85 %',
  'hedge drop': '50 %',
};

function familyTable(families: readonly FamilyMeasure[]): string {
  const rows = families.map(({ family, count, caught }) =>
    [family, ...[...caught.values()].map(tenthPercent), TARGETS[family] ?? '', String(count)].join(
      ' | ',
    ),
  );
  const head = [
    '| edit | at 5 % | at 2 % | at 1 % | target at 2 % | sentences |',
    '| --- | ---: | ---: | ---: | ---: | ---: |',
  ];
  return [...head, ...rows.map((row) => `| ${row} |`)].join('\n');
}

function ruleOnEditsTable(rules: readonly RuleOnEdits[]): string {
  const rows = rules.map(({ family, codes, caught, falseAlarms }) => {
    const names = codes.map((name) => `\`${name}\``).join(', ');
    const shares = [tenthPercent(caught), `${(100 * falseAlarms).toFixed(2)} %`];
    return `| ${[family, names, ...shares, TARGETS[family] ?? ''].join(' | ')} |`;
  });
  const head = [
    '| edit | rules | caught | false alarms | target at 2 % |',
    '| --- | --- | ---: | ---: | ---: |',
  ];
  return [...head, ...rows].join('\n');
}

function ruleTable(rules: readonly RuleMeasure[]): string {
  const rows = rules.map(
    ({ code: rule, falseAlarms, alarms }) =>
      `| \`${rule}\` | ${(100 * falseAlarms).toFixed(2)} % | ${alarms} |`,
  );
  return ['| rule | alarms | sentences |', '| --- | ---: | ---: |', ...rows].join('\n');
}

function table(rows: readonly Row[]): string {
  const lines = rows.map((row) => `| ${row.join(' | ')} |`);
  return [
    '| what | figure | target | interval, notes |',
    '| --- | ---: | ---: | --- |',
    ...lines,
  ].join('\n');
}

function code(text: string): string {
  return `\`\`\`\n${text.trim()}\n\`\`\``;
}

function describeInterval([low, high]: readonly [number, number]): string {
  return `${three(low)}–${three(high)}`;
}

function three(figure: number): string {
  return figure.toFixed(3);
}
