import type { CitingAnswer, StaleChange } from '../../contract/stale-answer.ts';
import { AnswerTraceRecord } from '../../contract/trace.ts';
import { alignChunks, type Alignment } from '../../core/diff/align-chunks.ts';
import { diffText, replaceWhole } from '../../core/diff/diff-text.ts';
import type { FoundAnswer, StaleMark } from '../../db/queries/citing-answers.ts';
import {
  findComparableVersion,
  type ComparableVersion,
} from '../../db/queries/document-versions.ts';
import type { WorkspaceDatabase } from '../../db/workspace-database.ts';

/** The answers with what has become of each chunk that they cite. */
export async function describeAnswers(
  answers: readonly FoundAnswer[],
  database: WorkspaceDatabase,
): Promise<CitingAnswer[]> {
  const compare = createComparisons(database);
  const described: CitingAnswer[] = [];
  for (const answer of answers) {
    const changes: StaleChange[] = [];
    for (const mark of answer.marks) changes.push(await describeMark(mark, compare));
    described.push(describeAnswer(answer, changes));
  }
  return described;
}

function describeAnswer(answer: FoundAnswer, changes: StaleChange[]): CitingAnswer {
  const [newest] = changes;
  const markers = readMarkers(answer.canonical);
  return {
    trace_id: answer.traceId,
    question: answer.question,
    asked_at: answer.askedAt,
    status: answer.status,
    cited: answer.cited.map(({ chunkId, documentId, documentVersion }) => ({
      chunk_id: chunkId,
      document_id: documentId,
      document_version: documentVersion,
      marker: markers.get(chunkId) ?? null,
    })),
    stale:
      newest === undefined
        ? null
        : {
            run_id: newest.run_id,
            from_version: newest.from_version,
            to_version: newest.to_version,
            marked_at: newest.marked_at,
            changes,
          },
    reasked_as: answer.reaskedAs,
  };
}

interface Comparison {
  readonly from: ComparableVersion;
  readonly to: ComparableVersion;
  readonly alignment: Alignment;
}

type Compare = (mark: StaleMark) => Promise<Pick<Comparison, 'from'> & Partial<Comparison>>;

async function describeMark(mark: StaleMark, compare: Compare): Promise<StaleChange> {
  const { from, to, alignment } = await compare(mark);
  const position = from.chunks.findIndex((chunk) => chunk.chunkId === mark.chunkId);
  const cited = from.chunks[position];
  const text = cited?.text ?? '';
  const pair = alignment?.pairs.find((candidate) => candidate.from === position);
  const successor = pair === undefined ? undefined : to?.chunks[pair.to];
  const difference =
    successor === undefined ? replaceWhole(text, '') : diffText(text, successor.text);
  return {
    chunk_id: mark.chunkId,
    document_id: mark.documentId,
    change: mark.toVersion === null ? 'retired' : changeOf(from, cited, successor),
    run_id: mark.runId,
    from_version: mark.fromVersion,
    to_version: mark.toVersion,
    marked_at: mark.markedAt,
    replaced_by: successor?.chunk.chunk_id ?? null,
    headings: { from: [...(cited?.headingPath ?? [])], to: successor?.chunk.heading_path ?? null },
    words: [...difference.words],
  };
}

type PlacedChunk = ComparableVersion['chunks'][number];

function changeOf(
  from: ComparableVersion,
  cited: PlacedChunk | undefined,
  successor: PlacedChunk | undefined,
): StaleChange['change'] {
  if (successor === undefined) return 'removed';
  if (cited?.text !== successor.text || hasSameHeadings(cited, successor)) return 'changed';
  return from.chunks.some((chunk) => hasSameHeadings(chunk, successor)) ? 'moved' : 'retitled';
}

function hasSameHeadings(one: PlacedChunk, other: PlacedChunk): boolean {
  return JSON.stringify(one.headingPath) === JSON.stringify(other.headingPath);
}

/** Marks of one page share few pairs of versions: each pair is read and aligned once. */
function createComparisons(database: WorkspaceDatabase): Compare {
  const versions = new Map<string, Promise<ComparableVersion>>();
  const comparisons = new Map<string, ReturnType<Compare>>();
  const read = (mark: StaleMark, version: number) =>
    remember(versions, `${mark.documentId} ${version}`, async () => {
      const { documentId } = mark;
      const found = await findComparableVersion(database, { documentId, version, reader: null });
      if (found === null) throw new Error('A version that has served was not found again.');
      return found;
    });
  return (mark) =>
    remember(comparisons, `${mark.documentId} ${mark.fromVersion} ${mark.toVersion}`, async () => {
      const from = await read(mark, mark.fromVersion);
      if (mark.toVersion === null) return { from };
      const to = await read(mark, mark.toVersion);
      return { from, to, alignment: alignChunks(from.chunks, to.chunks) };
    });
}

function remember<Value>(known: Map<string, Value>, key: string, make: () => Value): Value {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}

/** The marker of each chunk in the answer; none when the record cannot be read any more. */
function readMarkers(canonical: Buffer): ReadonlyMap<string, number> {
  const record = parseAnswerRecord(canonical);
  return new Map(record?.evidence.map(({ chunk_id: chunkId, marker }) => [chunkId, marker]));
}

/** Null for bytes that are no answer's record: altered since they were stored. */
export function parseAnswerRecord(canonical: Buffer): AnswerTraceRecord | null {
  try {
    return AnswerTraceRecord.parse(JSON.parse(canonical.toString('utf8')));
  } catch {
    return null;
  }
}
