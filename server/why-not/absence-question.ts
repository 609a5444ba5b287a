import type { AnswerTraceRecord, RetrievalTraceRecord } from '../../contract/trace.ts';
import type { WhyNotAnswer, WhyNotRequest } from '../../contract/why-not.ts';
import type { ChunkThen, DocumentThen, DocumentViewer } from '../../db/queries/documents-then.ts';

export interface AbsenceQuestion {
  readonly trace: AnswerTraceRecord | RetrievalTraceRecord;
  readonly name: WhyNotRequest;
  /** Who asks now, not who asked then. */
  readonly viewer: DocumentViewer;
}

/** What is asked about: a document, or one chunk of it. */
export interface Wanted {
  readonly document: DocumentThen;
  readonly chunk: ChunkThen | null;
}

/** The first stage at which it was lost, and why, in words. */
export type Reason = Pick<WhyNotAnswer, 'stage' | 'code' | 'detail'>;
