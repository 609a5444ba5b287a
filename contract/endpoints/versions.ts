import { z } from 'zod';
import { AcceptedDocuments, Document, PatchDocument } from '../document.ts';
import { PageOfVersion } from '../document-version.ts';
import type { Endpoint } from '../endpoint.ts';
import { DocumentId } from '../ids.ts';
import { VersionDiff } from '../version-diff.ts';

const documentParams = z.strictObject({ id: DocumentId });
const version = z.coerce.number().int().min(1).max(2_147_483_647);
const versionParams = z.strictObject({ id: DocumentId, version });

export const versionsEndpoints = {
  patchDocument: {
    method: 'patch',
    path: '/v1/documents/:id',
    access: 'ingest',
    tag: 'Documents',
    summary: 'Change title, tags, classification or access list, or approve the held version.',
    params: documentParams,
    body: PatchDocument,
    response: Document,
    status: 200,
  },
  reingestDocument: {
    method: 'post',
    path: '/v1/documents/:id/reingest',
    access: 'ingest',
    tag: 'Documents',
    summary: "The same bytes once more, through today's parser and chunker.",
    params: documentParams,
    response: AcceptedDocuments,
    status: 202,
    creates: true,
  },
  restoreDocumentVersion: {
    method: 'post',
    path: '/v1/documents/:id/versions/:version/restore',
    access: 'ingest',
    tag: 'Documents',
    summary: 'Make a new version with the content of an old one serve, without embedding anything.',
    params: versionParams,
    response: Document,
    status: 200,
    creates: true,
  },
  getVersionPage: {
    method: 'get',
    path: '/v1/documents/:id/versions/:version/pages/:page',
    access: 'retrieve',
    tag: 'Documents',
    summary: "A page's size and where its lines stand.",
    params: versionParams.extend({ page: version }),
    response: PageOfVersion,
    status: 200,
  },
  diffDocumentVersions: {
    method: 'get',
    path: '/v1/documents/:id/diff',
    access: 'retrieve',
    tag: 'Documents',
    summary: 'What changed between two versions, by chunk and by word.',
    params: documentParams,
    query: z.strictObject({
      from: version.optional().describe('The version that served before `to`, if left out.'),
      to: version.optional().describe('The held version, or the one that serves, if left out.'),
    }),
    response: VersionDiff,
    status: 200,
  },
} as const satisfies Record<string, Endpoint>;
