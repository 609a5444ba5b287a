import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CLASSIFICATIONS, classificationRank } from '../../contract/classification.ts';
import { REJECTED_REASONS, SELECTED_REASONS, type Candidate } from '../../contract/retrieval.ts';
import type { Reader } from '../../db/queries/readable.ts';
import type { RetrievalOutcome } from '../../server/retrieval/retrieval-outcome.ts';
import { retrieve } from '../../server/retrieval/retrieve.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { publishTexts, seedWorkspace, type SeededWorkspace } from './queries/seed-workspace.ts';
import { retrieveDeps } from './retrieve-deps.ts';

const WORDS = ['badge', 'travel', 'leave', 'payroll', 'notice', 'laptop', 'garage', 'visitor'];
const GROUPS = ['hr', 'it', 'board'];
const DOCUMENTS = 40;
const RUNS = 60;
const MAX_TOKENS = 60;

interface Seeded {
  readonly source: string;
  readonly classification: (typeof CLASSIFICATIONS)[number];
  readonly acl: readonly string[];
}

let opened: TestDatabase;
let workspace: SeededWorkspace;
let seeded: readonly Seeded[];

/** The same documents in every run: words, classes and lists that no two neighbours share. */
beforeAll(async () => {
  opened = await openTestDatabase();
  workspace = await seedWorkspace(opened.database, 'ledger');
  seeded = Array.from({ length: DOCUMENTS }, (_, index) => ({
    source: `document-${index}`,
    classification: CLASSIFICATIONS[index % CLASSIFICATIONS.length] ?? 'public',
    acl: GROUPS.filter((_group, bit) => ((index >> 2) & (1 << bit)) !== 0),
  }));
  for (const [index, document] of seeded.entries()) {
    const texts = [0, 1, 2].map((part) =>
      Array.from(
        { length: 6 },
        (_, at) => WORDS[(index * 5 + part * 3 + at * at) % WORDS.length],
      ).join(' '),
    );
    const { acl, ...settings } = document;
    await publishTexts(opened.database, workspace, { ...settings, acl: [...acl], texts });
  }
});
afterAll(() => opened.close());

function ask(
  question: string,
  reader: Reader,
  maxChunks: number,
  neighbours = 0,
): Promise<RetrievalOutcome> {
  const query = { question, history: [], collections: null, filters: {}, asOf: null };
  return retrieve(
    { ...query, classification: 'internal', reader, maxChunks },
    retrieveDeps(workspace.database, { maxContextTokens: MAX_TOKENS, neighbours }),
  );
}

const question = fc
  .array(fc.constantFrom(...WORDS, 'garrage', 'unheard'), { minLength: 1, maxLength: 6 })
  .map((words) => words.join(' '));
const reader = fc.record<Reader>({
  clearance: fc.constantFrom(...CLASSIFICATIONS),
  groups: fc.subarray(GROUPS),
  collections: fc.constant('*'),
});

function mayRead({ clearance, groups }: Reader, { classification, acl }: Seeded): boolean {
  const isCleared = classificationRank(classification) <= classificationRank(clearance);
  return isCleared && (acl.length === 0 || acl.some((group) => groups.includes(group)));
}

describe('the ledger of any question and any reader', () => {
  it('adds up: one reason for each candidate, ranks without a gap, scores that never rise', async () => {
    await fc.assert(
      fc.asyncProperty(
        question,
        reader,
        fc.integer({ min: 1, max: 12 }),
        async (text, who, max) => {
          const { candidates, selected, trace } = await ask(text, who, max);
          expect(candidates.map(({ rank }) => rank)).toEqual(candidates.map((_, at) => at + 1));
          expect(new Set(candidates.map((entry) => entry.chunk_id)).size).toBe(candidates.length);
          for (const { selected: isSelected, reason, scores } of candidates) {
            const codes: readonly string[] = isSelected ? SELECTED_REASONS : REJECTED_REASONS;
            expect(codes).toContain(reason.code);
            expect(scores.dense ?? scores.lexical).not.toBeNull();
          }
          const finals = candidates.map(({ scores }) => scores.final);
          expect(finals).toEqual(finals.toSorted((left, right) => right - left));
          expect(selected.length).toBe(candidates.filter((entry) => entry.selected).length);
          expect(selected.length).toBeLessThanOrEqual(max);
          expect(trace.candidates.length).toBe(candidates.length);
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('names nothing that the reader may not read, and lacks nothing that it may', async () => {
    await fc.assert(
      fc.asyncProperty(question, reader, async (text, who) => {
        const readable = new Set(
          seeded.filter((each) => mayRead(who, each)).map((each) => each.source),
        );
        const own = await ask(text, who, 5);
        const everyone = await ask(text, { ...who, clearance: 'restricted', groups: GROUPS }, 5);
        for (const { source } of own.candidates) expect(readable).toContain(source);
        // What a reader of everything is shown of a leg, another one is shown, too, where it may read it.
        const found = new Set(own.candidates.map((entry) => entry.chunk_id));
        const lost = everyone.candidates.filter(
          ({ chunk_id: id, source }) => readable.has(source) && !found.has(id),
        );
        expect(lost).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });

  it('adds up with neighbours: each stands beside a selected chunk, fits, and is like any other one', async () => {
    await fc.assert(
      fc.asyncProperty(
        question,
        reader,
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 2 }),
        async (text, who, max, distance) => {
          const without = await ask(text, who, max);
          const { candidates, selected, trace } = await ask(text, who, max, distance);
          const isAdded = ({ reason }: Candidate) => reason.code === 'neighbour_added';
          expect(candidates.map(({ rank }) => rank)).toEqual(candidates.map((_, at) => at + 1));
          expect(new Set(candidates.map((entry) => entry.chunk_id)).size).toBe(candidates.length);
          const unseen = candidates.filter(
            ({ scores }) => (scores.dense ?? scores.lexical) === null,
          );
          expect(unseen.every(isAdded)).toBe(true);
          expect(candidates.length - unseen.length).toBe(without.candidates.length);
          const chosen = selected.filter((chunk) => !isAdded(chunk));
          expect(chosen).toEqual(without.selected);
          // One chunk on each page.
          for (const { document_id: id, page } of selected.filter(isAdded)) {
            const distances = chosen
              .filter((chunk) => chunk.document_id === id)
              .map((chunk) => Math.abs((chunk.page ?? 0) - (page ?? 0)));
            expect(Math.min(...distances)).toBeLessThanOrEqual(distance);
          }
          const tokens = selected.reduce((sum, chunk) => sum + chunk.token_count, 0);
          expect(tokens).toBeLessThanOrEqual(MAX_TOKENS);
          expect(trace.candidates.length).toBe(candidates.length);
          expect(trace.settings.neighbours).toBe(distance);
          expect(trace.confidence).toBe(without.trace.confidence);
        },
      ),
      { numRuns: RUNS / 3 },
    );
  });

  it('adds on either side of a chunk what no leg saw, and names it', async () => {
    const everyone: Reader = { clearance: 'restricted', groups: GROUPS, collections: '*' };
    const other = await seedWorkspace(opened.database, 'neighbours');
    const { documentId } = await publishTexts(opened.database, other, {
      source: 'warranty',
      texts: ['opening words here', 'a zirconium warranty', 'closing words there', 'the end'],
    });
    const query = { question: 'zirconium?', history: [], collections: null, asOf: null };
    const { selected } = await retrieve(
      {
        ...query,
        filters: {},
        classification: 'internal',
        reader: everyone,
        maxChunks: 1,
      },
      retrieveDeps(other.database, {
        legDepth: 1,
        maxContextTokens: 500,
        denseWeight: 0,
        neighbours: 1,
      }),
    );
    expect(selected.map((chunk) => [chunk.document_id, chunk.text, chunk.reason.code])).toEqual([
      [documentId, 'a zirconium warranty', 'top_rerank'],
      [documentId, 'opening words here', 'neighbour_added'],
      [documentId, 'closing words there', 'neighbour_added'],
    ]);
    expect(selected[1]?.reason.text).toContain('right before candidate 1');
  });

  it('is the same whenever it is asked', async () => {
    await fc.assert(
      fc.asyncProperty(question, reader, async (text, who) => {
        const [first, second] = [await ask(text, who, 5), await ask(text, who, 5)];
        expect(second.trace).toEqual(first.trace);
      }),
      { numRuns: RUNS / 3 },
    );
  });
});
