import type { Finding } from '../../../contract/finding.ts';
import type { DocumentId, IngestRunId } from '../../../contract/ids.ts';
import type { Database } from '../../../db/client.ts';
import { publishVersion, type Publication } from '../../../db/queries/publish-version.ts';
import { sha256 } from '../../../platform/hash.ts';
import {
  draftChunks,
  enqueue,
  leaseNext,
  publicationOf,
  versionOf,
  type SeededWorkspace,
  type Submitted,
} from './seed-workspace.ts';

const FINDING: Finding = {
  kind: 'injection',
  code: 'overrides_instructions',
  detail: 'Tells a model what to do.',
  char_start: 0,
  char_end: 4,
  page: null,
  excerpt: null,
};

/** Queues, leases and stores a version that waits for approval. */
export async function holdVersion(
  open: Database,
  workspace: SeededWorkspace,
  held: Submitted & { readonly text: string } & Partial<Pick<Publication, 'ruleSettings'>>,
): Promise<{ readonly documentId: DocumentId; readonly runId: IngestRunId }> {
  const { text, ruleSettings, ...submitted } = held;
  const enqueued = await enqueue(workspace, submitted);
  const job = await leaseNext(open);
  const bytes = Buffer.from(submitted.source);
  const input = versionOf(workspace, { job, chunks: draftChunks([text]), bytes });
  await publishVersion(
    workspace.database,
    { ...input, originalSha256: sha256(submitted.source), findings: [FINDING] },
    {
      ...publicationOf(job),
      isHeld: true,
      ...(ruleSettings === undefined ? {} : { ruleSettings }),
    },
  );
  return enqueued;
}
