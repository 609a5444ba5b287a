import type { Finding } from '../../../contract/finding.ts';
import type { MarkKind } from '../ui/mark-kind.ts';
import type { TextRange } from '../ui/split-text.ts';

/** Where in the stored text findings are, the chosen one above the others; what was left out has no place. */
export function findingRanges(
  findings: readonly Finding[],
  selected: number | undefined,
): readonly TextRange<MarkKind>[] {
  return findings.flatMap(({ char_start: start, char_end: end }, index) =>
    start === null || end === null
      ? []
      : [{ start, end, label: index === selected ? 'strong' : 'soft' }],
  );
}
