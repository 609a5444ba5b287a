import { z } from 'zod';
import {
  AcceptedDocuments,
  CreateDocuments,
  Document,
  DocumentPage,
  ListDocuments,
} from '../document.ts';
import { DocumentVersion, DocumentVersionPage } from '../document-version.ts';
import type { Endpoint } from '../endpoint.ts';
import { DocumentId } from '../ids.ts';
import { pageQuery } from '../page.ts';

const documentParams = z.strictObject({ id: DocumentId });
const versionParams = z.strictObject({
  id: DocumentId,
  version: z.coerce.number().int().min(1).max(2_147_483_647),
});

export const documentsEndpoints = {
  createDocuments: {
    method: 'post',
    path: '/v1/documents',
    access: 'ingest',
    tag: 'Documents',
    summary: 'Ingest documents: files, or texts in JSON.',
    body: CreateDocuments,
    response: AcceptedDocuments,
    status: 202,
    creates: true,
    uploads: true,
  },
  listDocuments: {
    method: 'get',
    path: '/v1/documents',
    access: 'retrieve',
    tag: 'Documents',
    summary: 'Documents, the last changed first.',
    query: ListDocuments,
    response: DocumentPage,
    status: 200,
  },
  getDocument: {
    method: 'get',
    path: '/v1/documents/:id',
    access: 'retrieve',
    tag: 'Documents',
    summary: 'One document.',
    params: documentParams,
    response: Document,
    status: 200,
  },
  retireDocument: {
    method: 'delete',
    path: '/v1/documents/:id',
    access: 'ingest',
    tag: 'Documents',
    summary: 'Retire a document: never retrieved again; old traces still show what they cited.',
    params: documentParams,
    response: Document,
    status: 200,
  },
  listDocumentVersions: {
    method: 'get',
    path: '/v1/documents/:id/versions',
    access: 'retrieve',
    tag: 'Documents',
    summary: 'The versions of a document, the newest first.',
    params: documentParams,
    query: z.strictObject(pageQuery),
    response: DocumentVersionPage,
    status: 200,
  },
  getDocumentVersion: {
    method: 'get',
    path: '/v1/documents/:id/versions/:version',
    access: 'retrieve',
    tag: 'Documents',
    summary: 'The stored text of a version and its chunks with their offsets.',
    params: versionParams,
    response: DocumentVersion,
    status: 200,
  },
  getDocumentOriginal: {
    method: 'get',
    path: '/v1/documents/:id/original',
    access: 'retrieve',
    tag: 'Documents',
    summary: 'The bytes that were ingested, of the version that serves now or of a named one.',
    params: documentParams,
    query: z.strictObject({ version: versionParams.shape.version.optional() }),
    response: z.string().describe('The file.'),
    status: 200,
    produces: ['application/octet-stream'],
  },
} as const satisfies Record<string, Endpoint>;
