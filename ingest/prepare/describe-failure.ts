import type { IngestErrorCode } from '../../contract/ingest-run.ts';
import type { PrepareOutcome } from './prepared-document.ts';

export function describeFailure(
  code: IngestErrorCode,
  { fileName }: { readonly fileName: string },
  problem: string,
): Extract<PrepareOutcome, { kind: 'failed' }> {
  const detail = `${fileName} ${problem}. Split it into smaller documents or save it in another format.`;
  return { kind: 'failed', code, detail };
}
