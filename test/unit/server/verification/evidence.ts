import { ChunkId, DocumentId } from '../../../../contract/ids.ts';
import type { EvidenceChunk } from '../../../../server/verification/evidence-chunk.ts';
import { verifyAnswer } from '../../../../server/verification/verify-answer.ts';

const UUID = '01980000-0000-7000-8000-0000000000';

/** A chunk as retrieval would hand it over; `charStart` tells where its document's text holds it. */
export function chunkOf(
  marker: number,
  text: string,
  about: {
    readonly title?: string;
    readonly headings?: readonly string[];
    readonly charStart?: number;
  } = {},
): EvidenceChunk {
  const charStart = about.charStart ?? marker * 1000;
  return {
    marker,
    chunk_id: ChunkId.parse(`${UUID}${String(marker).padStart(2, '0')}`),
    document_id: DocumentId.parse(`${UUID}a${String(marker % 10)}`),
    content_hash: 'f'.repeat(64),
    document_version: 1,
    source: `hr/${String(marker)}.md`,
    title: about.title ?? 'Leave policy',
    heading_path: [...(about.headings ?? [])],
    page: null,
    char_start: charStart,
    char_end: charStart + text.length,
    classification: 'internal',
    text,
  };
}

/** What is said of a claim that cites one chunk with this text. */
export function judgeBeside(claim: string, source: string) {
  const evidence = [chunkOf(1, source, { title: 'Document' })];
  const [first] = verifyAnswer({ answer: `${claim} [1].`, evidence }).claims;
  return { verdict: first?.verdict, codes: first?.reasons.map(({ code }) => code) };
}

export const CARERS = chunkOf(
  1,
  "Carer's leave\n\nYou get 5 days of carer's leave a year. It is unpaid. You do not need to give evidence.\n- Tell your manager first.\n- Record it in PeopleHub.",
  { headings: ['Leave', "Carer's leave"] },
);

export const ANNUAL = chunkOf(
  2,
  'Annual leave is 25 days a year. It rises to 28 days after five years of service. Up to 5 days may be carried over before 31 March 2026.',
  { headings: ['Leave', 'Annual leave'] },
);

export const EXPENSES = chunkOf(
  3,
  'Hotels in London cost at most £185 per night. The World Health Organization (WHO) advises travellers. The oven is heated to 350 °F. Access lasts two weeks.',
  { title: 'Expenses' },
);
