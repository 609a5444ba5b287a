import { v7 as uuidv7 } from 'uuid';
import { DocumentId } from '../../../../contract/ids.ts';
import { extractTerms } from '../../../../core/text/terms.ts';
import type { Database } from '../../../../db/client.ts';
import {
  serveStagedSegments,
  stageSegment,
} from '../../../../db/queries/lexical-index/stage-segment.ts';
import { entombChunks, reviveChunks } from '../../../../db/queries/lexical-index/tombstones.ts';
import { sha256 } from '../../../../platform/hash.ts';
import { seedWorkspace, type SeededWorkspace } from '../seed-workspace.ts';

export interface Chunk {
  readonly number: number;
  readonly text: string;
}

interface StoredDocument {
  readonly id: DocumentId;
  readonly chunks: Map<string, Chunk>;
  serving: readonly string[];
  version: number;
}

const ORIGINAL = sha256('original');

/**
 * Documents whose chunks come and go, beside what a naive search needs to know of them. Every change has an
 * instant of its own, the minute of its number.
 */
export class LexicalWorld {
  readonly #open: Database;
  readonly workspace: SeededWorkspace;
  readonly #documents = new Map<string, StoredDocument>();
  /** What served after each change. */
  readonly states: (readonly Chunk[])[] = [];

  private constructor(open: Database, workspace: SeededWorkspace) {
    this.#open = open;
    this.workspace = workspace;
  }

  static async create(open: Database, name: string): Promise<LexicalWorld> {
    const workspace = await seedWorkspace(open, name);
    const world = new LexicalWorld(open, workspace);
    await world.#run('insert into originals (workspace_id, sha256, bytes) values ($1, $2, $2)', [
      ORIGINAL,
    ]);
    return world;
  }

  static instantOf(change: number): Date {
    return new Date(Date.UTC(2001, 0, 1, 0, change));
  }

  /** Makes exactly these texts serve, each once; none of them retires the document. */
  async serve(source: string, texts: readonly string[]): Promise<void> {
    const document = this.#documents.get(source) ?? (await this.#insertDocument(source));
    const instant = LexicalWorld.instantOf(this.states.length);
    const before = new Set(document.serving);
    const known = new Set(document.chunks.keys());
    for (const text of texts) if (!known.has(text)) await this.#insertChunk(document, text);
    await this.#switchVersion(document, texts, instant);
    const numbersOf = (some: readonly string[]) =>
      some.flatMap((text) => document.chunks.get(text)?.number ?? []);
    await entombChunks(
      this.workspace.database,
      numbersOf(document.serving.filter((text) => !texts.includes(text))),
    );
    const again = texts.filter((text) => known.has(text) && !before.has(text));
    const unindexed = await reviveChunks(this.workspace.database, numbersOf(again));
    const indexed = [...document.chunks.values()].filter(
      (chunk) => unindexed.includes(chunk.number) || !known.has(chunk.text),
    );
    await stageSegment(this.workspace.database, {
      segmentId: uuidv7(),
      documentId: document.id,
      chunks: indexed.map(({ number, text }) => ({
        chunkNumber: number,
        terms: extractTerms(text),
      })),
    });
    await serveStagedSegments(this.workspace.database, document.id);
    document.serving = texts;
    this.states.push(this.#serving());
  }

  /** The ids of the segments that searches see, of one kind. */
  async segmentIds(kind: 'live' | 'history'): Promise<readonly string[]> {
    const rows = await this.#run<{ id: string }>(
      `select id from lexical_segments
       where workspace_id = $1 and staged_for is null and is_history = $2 order by created_at, id`,
      [kind === 'history'],
    );
    return rows.map((row) => row.id);
  }

  #serving(): readonly Chunk[] {
    return [...this.#documents.values()].flatMap(({ chunks, serving }) =>
      serving.flatMap((text) => chunks.get(text) ?? []),
    );
  }

  async #insertDocument(source: string): Promise<StoredDocument> {
    const id = DocumentId.parse(uuidv7());
    await this.#run(
      `insert into documents (workspace_id, id, collection_id, source, title, tags, classification, acl)
       values ($1, $2, $3, $4, $4, '{}', 'public', '{}')`,
      [id, this.workspace.collectionId, source],
    );
    const document = { id, chunks: new Map<string, Chunk>(), serving: [], version: 0 };
    this.#documents.set(source, document);
    return document;
  }

  async #insertChunk(document: StoredDocument, text: string): Promise<void> {
    const [row] = await this.#run<{ number: number }>(
      `insert into chunks (workspace_id, id, document_id, collection_id, embedding_hash, occurrence,
         content_hash, text, heading_path, token_count, term_count, is_live)
       values ($1, $2, $3, $4, $5, 0, 'x', $6, '{}', 1, $7, false)
       returning number::int as number`,
      [
        uuidv7(),
        document.id,
        this.workspace.collectionId,
        sha256(text),
        text,
        extractTerms(text).length,
      ],
    );
    document.chunks.set(text, { number: row?.number ?? 0, text });
  }

  async #switchVersion(
    document: StoredDocument,
    texts: readonly string[],
    instant: Date,
  ): Promise<void> {
    const { id } = document;
    const hashes = texts.map((text) => sha256(text));
    await this.#run(
      `update document_versions set served_until = $3
       where workspace_id = $1 and document_id = $2 and served_until is null`,
      [id, instant],
    );
    await this.#run(
      `update chunks set is_live = embedding_hash = any($3) where workspace_id = $1 and document_id = $2`,
      [id, hashes],
    );
    if (texts.length > 0) {
      document.version += 1;
      await this.#run(
        `insert into document_versions (workspace_id, document_id, version, title, mime, original_sha256, byte_size,
           text, char_count, parser, chunker, served_from)
         values ($1, $2, $3, 't', 'text/plain', $4, 0, '', 0, 'test', 'test', $5)`,
        [id, document.version, ORIGINAL, instant],
      );
      await this.#run(
        `insert into chunk_placements (workspace_id, document_id, version, position, chunk_id, char_start, char_end)
         select workspace_id, document_id, $3, row_number() over (), id, 0, 0
         from chunks where workspace_id = $1 and document_id = $2 and is_live`,
        [id, document.version],
      );
    }
    await this.#run('update documents set version = $3 where workspace_id = $1 and id = $2', [
      id,
      texts.length > 0 ? document.version : null,
    ]);
  }

  async #run<Row extends object>(
    text: string,
    values: readonly unknown[],
  ): Promise<readonly Row[]> {
    const { workspaceId } = this.workspace.database;
    return (await this.#open.pool.query(text, [workspaceId, ...values])).rows;
  }
}
