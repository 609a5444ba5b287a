import { z } from 'zod';
import type { Endpoint } from '../endpoint.ts';
import { DocumentId, IngestRunId } from '../ids.ts';
import { pageQuery } from '../page.ts';
import {
  CitingAnswerPage,
  ListCitingAnswers,
  ReaskRequest,
  ReaskResponse,
} from '../stale-answer.ts';

export const staleAnswersEndpoints = {
  listDocumentAnswers: {
    method: 'get',
    path: '/v1/documents/:id/answers',
    access: 'audit',
    tag: 'Stale answers',
    summary: 'Past answers that cite a document, the newest first, and what has changed since.',
    params: z.strictObject({ id: DocumentId }),
    query: ListCitingAnswers,
    response: CitingAnswerPage,
    status: 200,
  },
  listRunStaleAnswers: {
    method: 'get',
    path: '/v1/ingest-runs/:id/stale-answers',
    access: 'audit',
    tag: 'Stale answers',
    summary: 'Past answers that cite what an ingest run changed or retired, the newest first.',
    params: z.strictObject({ id: IngestRunId }),
    query: z.strictObject(pageQuery),
    response: CitingAnswerPage,
    status: 200,
  },
  reaskAnswers: {
    method: 'post',
    path: '/v1/answers/reask',
    access: 'ingest',
    tag: 'Stale answers',
    summary: 'Ask stale answers anew, and see old and new side by side. Needs `audit` too.',
    body: ReaskRequest,
    response: ReaskResponse,
    status: 200,
    creates: true,
  },
} as const satisfies Record<string, Endpoint>;
