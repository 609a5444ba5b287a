import type { ProductionReadiness } from '../../contract/readiness.ts';
import type { Report } from '../evaluation/report/report-block.ts';

const WORDS = { yes: 'yes', no: 'no', no_data: 'no data' } as const;

/** Pure: the six answers as a report, in the form of those of evaluations. */
export function composeReadiness(readiness: Omit<ProductionReadiness, 'report'>): Report {
  const { simulated, gold_set: set, variant, answers, verdict, assessed_at: at } = readiness;
  const note =
    'The models are a provider simulator on this machine: no model was called, and nothing here tells how good one is.';
  return {
    title: `${simulated ? 'Simulated: ' : ''}Readiness of ${variant} on ${set.name}, version ${set.version}`,
    sections: [
      {
        heading: `Ready for production: ${WORDS[verdict]}`,
        blocks: [
          ...(simulated ? [{ kind: 'text', text: note } as const] : []),
          { kind: 'text', text: `As of ${at}. Figures have their 95 % intervals in brackets.` },
          {
            kind: 'table',
            table: {
              header: ['question', 'answer', 'because'],
              rows: answers.map((answer) => [answer.title, WORDS[answer.verdict], answer.because]),
            },
          },
        ],
      },
      ...answers.map((answer) => ({
        heading: `${answer.title} ${WORDS[answer.verdict]}`,
        blocks: [
          { kind: 'text', text: answer.because } as const,
          ...(answer.figures.length === 0
            ? []
            : [
                {
                  kind: 'table',
                  table: {
                    header: ['figure', 'value'],
                    rows: answer.figures.map(({ name, value }) => [name, value]),
                  },
                } as const,
              ]),
          { kind: 'text', text: `Evidence: ${answer.evidence.join(', ')}` } as const,
        ],
      })),
    ],
  };
}
