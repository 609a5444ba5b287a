import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ChunkId } from '../../../../contract/ids.ts';
import type { ChunkChange } from '../../../../contract/version-diff.ts';
import { diffVersions, type VersionText } from '../../../../core/diff/diff-versions.ts';

interface Piece {
  readonly text: string;
  readonly heading?: string;
}

/** A chunk is the same when its heading and text are, and stands once in a version. */
function versionOf(version: number, pieces: readonly (Piece | string)[]): VersionText {
  let offset = 0;
  const seen = new Map<string, number>();
  const chunks = pieces.map((piece, position) => {
    const { text, heading = 'Rules' } = typeof piece === 'string' ? { text: piece } : piece;
    const name = `${heading}\n${text}`;
    const occurrence = seen.get(name) ?? 0;
    seen.set(name, occurrence + 1);
    const chunkId = idOf(`${name}\n${occurrence}`);
    const charStart = offset;
    offset += text.length + 2;
    const place = {
      position,
      page: null,
      char_start: charStart,
      char_end: charStart + text.length,
    };
    return {
      chunkId,
      headingPath: [heading],
      text,
      chunk: { chunk_id: ChunkId.parse(chunkId), heading_path: [heading], ...place },
    };
  });
  return { version, chunks };
}

const ids = new Map<string, string>();
function idOf(name: string): string {
  const known = ids.get(name);
  if (known !== undefined) return known;
  const id = `01890000-0000-7000-8000-${(ids.size + 1).toString(16).padStart(12, '0')}`;
  ids.set(name, id);
  return id;
}

function kinds(changes: readonly ChunkChange[]) {
  return changes.map(({ kind, from, to }) => [kind, from?.position ?? null, to?.position ?? null]);
}

function wordsOf({ words }: ChunkChange): string {
  return words
    .map(({ op, text }) =>
      op === 'equal' ? text : op === 'insert' ? `{+${text}+}` : `[-${text}-]`,
    )
    .join('');
}

const TRAVEL = 'Travel by train is booked in second class unless the journey takes five hours.';
const MEALS = 'Meals are refunded up to 30 euros a day against a receipt.';
const HOTELS = 'A hotel may cost 120 euros a night, and 150 in a capital.';
const NEW_HOTELS = 'A hotel may cost 140 euros a night, and 150 in a capital.';

describe('diffVersions', () => {
  it('shows the words of the one chunk that changed', () => {
    const { kept, changes } = diffVersions(
      versionOf(1, [TRAVEL, MEALS, HOTELS]),
      versionOf(2, [TRAVEL, MEALS, NEW_HOTELS]),
    );
    expect(kept).toBe(2);
    expect(kinds(changes)).toEqual([['changed', 2, 2]]);
    expect(changes.map(wordsOf)).toEqual([
      'A hotel may cost [-120-]{+140+} euros a night, and 150 in a capital.',
    ]);
    expect(changes[0]?.to?.char_start).toBe(TRAVEL.length + MEALS.length + 4);
  });

  it('tells added and removed chunks from changed ones', () => {
    const { changes } = diffVersions(
      versionOf(1, [TRAVEL, MEALS]),
      versionOf(2, ['Flights need the approval of a director.', TRAVEL, NEW_HOTELS]),
    );
    expect(kinds(changes)).toEqual([
      ['added', null, 0],
      ['changed', 1, 2],
    ]);
    const removed = diffVersions(
      versionOf(1, [TRAVEL, MEALS, HOTELS]),
      versionOf(2, [TRAVEL, HOTELS]),
    );
    expect(kinds(removed.changes)).toEqual([['removed', 1, null]]);
    expect(removed.changes.map(wordsOf)).toEqual([`[-${MEALS}-]`]);
  });

  it('does not take two passages on different things for one that changed', () => {
    const { changes } = diffVersions(
      versionOf(1, [{ text: TRAVEL, heading: 'Travel' }]),
      versionOf(2, [{ text: 'Badges open the doors of the car park.', heading: 'Badges' }]),
    );
    expect(kinds(changes)).toEqual([
      ['removed', 0, null],
      ['added', null, 0],
    ]);
  });

  it('sees that a chunk has moved', () => {
    const { kept, changes } = diffVersions(
      versionOf(1, [TRAVEL, MEALS, HOTELS]),
      versionOf(2, [HOTELS, TRAVEL, MEALS]),
    );
    expect([kept, kinds(changes)]).toEqual([2, [['moved', 2, 0]]]);
  });

  it('sees that the same text stands under another heading', () => {
    const { changes } = diffVersions(
      versionOf(1, [{ text: MEALS, heading: 'Meals' }, HOTELS]),
      versionOf(2, [{ text: MEALS, heading: 'Food' }, HOTELS]),
    );
    expect(kinds(changes)).toEqual([['retitled', 0, 0]]);
    expect(changes.map(wordsOf)).toEqual([MEALS]);
  });

  it('accounts for every chunk, gives both texts back and says the same from both sides', () => {
    const piece = fc.record({
      text: fc
        .array(fc.constantFrom('train', 'hotel', 'meal', '30', '120', 'euros', 'night'), {
          minLength: 1,
          maxLength: 8,
        })
        .map((words) => words.join(' ')),
      heading: fc.constantFrom('Rules', 'Costs'),
    });
    const pieces = fc.array(piece, { maxLength: 12 });
    fc.assert(
      fc.property(pieces, pieces, (old, young) => {
        const [from, to] = [versionOf(1, old), versionOf(2, young)];
        const { kept, changes } = diffVersions(from, to);
        const olds = changes.flatMap((change) => change.from?.position ?? []);
        const news = changes.flatMap((change) => change.to?.position ?? []);
        expect(new Set(olds).size + kept).toBe(old.length);
        expect(new Set(news).size + kept).toBe(young.length);
        expect(news).toEqual(news.toSorted((left, right) => left - right));
        for (const change of changes) {
          const without = (op: string) =>
            change.words.map((word) => (word.op === op ? '' : word.text)).join('');
          expect(without('insert')).toBe(
            change.from === null ? '' : old[change.from.position]?.text,
          );
          expect(without('delete')).toBe(change.to === null ? '' : young[change.to.position]?.text);
        }
        const back = diffVersions(to, from);
        expect(back.kept).toBe(kept);
        expect(back.changes.map(swapped).toSorted()).toEqual(changes.map(described).toSorted());
      }),
    );
  });

  it.each([
    ['every 50th chunk changed', 50],
    ['every chunk changed', 1],
  ])('compares 5,000 chunks in seconds when %s', (_, every) => {
    const [from, to] = longVersions(every);
    const startedAt = performance.now();
    const { changes } = diffVersions(from, to);
    expect(changes).toHaveLength(5_000 / every);
    expect(performance.now() - startedAt).toBeLessThan(10_000);
  });
});

function described({ kind, from, to, words }: ChunkChange): string {
  return JSON.stringify([kind, from?.position ?? null, to?.position ?? null, words]);
}

const OPPOSITE = { added: 'removed', removed: 'added' } as const;
const OTHER_OP = { equal: 'equal', insert: 'delete', delete: 'insert' } as const;

function swapped({ kind, from, to, words }: ChunkChange): string {
  const opposite = kind === 'added' || kind === 'removed' ? OPPOSITE[kind] : kind;
  const turned = words.map(({ op, text }) => ({ op: OTHER_OP[op], text }));
  // A deletion is told before the insertion in its place, from whichever side.
  for (let index = 0; index + 1 < turned.length; index += 1) {
    const [first, second] = turned.slice(index, index + 2);
    if (first?.op === 'insert' && second?.op === 'delete') turned.splice(index, 2, second, first);
  }
  return JSON.stringify([opposite, to?.position ?? null, from?.position ?? null, turned]);
}

/** 5,000 chunks of 150 words, of which every n-th has other figures in the second version. */
function longVersions(every: number): readonly [VersionText, VersionText] {
  const text = (index: number, figure: string) =>
    Array.from({ length: 150 }, (_, word) =>
      word % 25 === 3 ? figure : `word${(index * 31 + word * 17) % 4_000}`,
    ).join(' ');
  const version = (number: number, changed: string) =>
    versionOf(
      number,
      Array.from({ length: 5_000 }, (_, index) =>
        text(index, index % every === 0 ? changed : 'same'),
      ),
    );
  return [version(1, 'old'), version(2, 'new')];
}
