import type { VerificationRun } from '../../../contract/verification-run.ts';
import { formatDateTime } from '../ui/format.ts';
import { ANSWER_VERDICT_TERMS } from '../ui/terms/verdict-terms.ts';

type Scope = Pick<VerificationRun, 'from' | 'to' | 'verdict'>;

/** `Answers from 1 Mar 2026, 10:05:00 until 2 Mar 2026, 10:05:00, recorded as Verified`. */
export function describeScope({ from, to, verdict }: Scope): string {
  const start = from === null ? '' : ` from ${formatDateTime(from)}`;
  const end = to === null ? '' : ` until ${formatDateTime(to)}`;
  const recorded = verdict === null ? '' : `, recorded as ${ANSWER_VERDICT_TERMS[verdict].label}`;
  return `${from === null ? 'All answers' : 'Answers'}${start}${end}${recorded}`;
}
