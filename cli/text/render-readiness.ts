import type { ProductionReadiness, ReadinessVerdict } from '../../contract/readiness.ts';
import type { Terminal } from '../terminal.ts';
import { renderFacts } from './facts.ts';
import { printableLine } from './printable.ts';

const WORDS: Readonly<Record<ReadinessVerdict, string>> = {
  yes: 'yes',
  no: 'no',
  no_data: 'no data',
};

/** The six answers, each with why and with its figures. */
export function renderReadiness(readiness: ProductionReadiness, { colors }: Terminal): string {
  const { simulated, gold_set: set, variant, answers, verdict } = readiness;
  const title = `${simulated ? 'Simulated: ' : ''}Readiness of ${variant} on ${set.name}, version ${set.version}`;
  const paint = { yes: colors.green, no: colors.red, no_data: colors.yellow };
  const blocks = answers.map((answer) =>
    [
      `${colors.bold(answer.title)} ${paint[answer.verdict](WORDS[answer.verdict])}`,
      `  ${printableLine(answer.because)}`,
      ...(answer.figures.length === 0
        ? []
        : renderFacts(
            answer.figures.map(({ name, value }) => [name, value] as const),
            colors,
          )
            .split('\n')
            .map((line) => `  ${line}`)),
    ].join('\n'),
  );
  const end = `Ready for production: ${paint[verdict](WORDS[verdict])}`;
  return [colors.bold(printableLine(title)), ...blocks, end].join('\n\n');
}
