import type { Client } from 'pg';
import { chunkNumbersOf, EVERY_CHUNK } from '../../db/queries/lexical-index/posting-list.ts';

interface ListRow {
  readonly term: string;
  readonly segment_id: string;
  readonly is_history: boolean;
  readonly posting_count: number;
  readonly postings: Buffer;
}

const PAGE_ROWS = 5_000;

/**
 * Reads every posting list and counts what breaks the rules of the lexical index: each posting once, each
 * list as long as it says, and exactly the chunks that serve in the live segments, but for tombstones.
 */
export async function checkPostings(client: Client): Promise<Readonly<Record<string, number>>> {
  const seen = new Map<string, Set<number>>();
  const counts = { repeated: 0, miscounted: 0 };
  for await (const list of readLists(client)) {
    const numbers = chunkNumbersOf(list.postings);
    if (numbers.length !== list.posting_count) counts.miscounted += 1;
    const place = `${list.is_history ? 'history' : 'live'} ${list.term}`;
    const known = seen.get(place) ?? new Set<number>();
    seen.set(place, known);
    for (const number of numbers) {
      if (known.has(number)) counts.repeated += 1;
      known.add(number);
    }
  }
  const live = await readNumbers(client, 'select number from chunks where is_live');
  const tombstones = await readNumbers(
    client,
    'select chunk_number as number from lexical_tombstones',
  );
  const indexed = seen.get(`live ${EVERY_CHUNK}`) ?? new Set<number>();
  const isWrong = (number: number) =>
    (indexed.has(number) && !tombstones.has(number)) !== live.has(number);
  return {
    'posting that stands in the index twice': counts.repeated,
    'posting list that is not as long as it says': counts.miscounted,
    'chunk that serves and is not indexed, or the other way round': [
      ...new Set([...live, ...indexed]),
    ].filter(isWrong).length,
  };
}

async function* readLists(client: Client): AsyncGenerator<ListRow> {
  let after: readonly [segment: string, term: string] | null = null;
  for (;;) {
    const { rows }: { rows: readonly ListRow[] } = await client.query<ListRow>(
      `select l.term, l.segment_id, s.is_history, l.posting_count, l.postings
       from posting_lists l
       join lexical_segments s on s.workspace_id = l.workspace_id and s.id = l.segment_id
       where $1::uuid is null or (l.segment_id, l.term) > ($1::uuid, $2::text)
       order by l.segment_id, l.term
       limit ${PAGE_ROWS}`,
      after === null ? [null, null] : [...after],
    );
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined) return;
    after = [last.segment_id, last.term];
  }
}

async function readNumbers(client: Client, sql: string): Promise<ReadonlySet<number>> {
  const { rows } = await client.query<{ number: string }>(sql);
  return new Set(rows.map(({ number }) => Number(number)));
}
