import { z } from 'zod';
import {
  Collection,
  CollectionName,
  CollectionPage,
  CreateCollection,
  ListCollections,
  ReindexCollection,
  ReindexOutcome,
  UpdateCollection,
} from '../collection.ts';
import type { Endpoint } from '../endpoint.ts';

const collectionParams = z.strictObject({ name: CollectionName });

export const collectionsEndpoints = {
  createCollection: {
    method: 'post',
    path: '/v1/collections',
    access: 'ingest',
    tag: 'Collections',
    summary: 'Make a collection with settings of its own.',
    body: CreateCollection,
    response: Collection,
    status: 201,
    creates: true,
  },
  listCollections: {
    method: 'get',
    path: '/v1/collections',
    access: 'retrieve',
    tag: 'Collections',
    summary: 'Collections by name.',
    query: ListCollections,
    response: CollectionPage,
    status: 200,
  },
  getCollection: {
    method: 'get',
    path: '/v1/collections/:name',
    access: 'retrieve',
    tag: 'Collections',
    summary: 'One collection.',
    params: collectionParams,
    response: Collection,
    status: 200,
  },
  updateCollection: {
    method: 'patch',
    path: '/v1/collections/:name',
    access: 'ingest',
    tag: 'Collections',
    summary:
      'Change how a collection is cut, read or embedded; its index is built anew in the background.',
    params: collectionParams,
    body: UpdateCollection,
    response: ReindexOutcome,
    status: 202,
  },
  reindexCollection: {
    method: 'post',
    path: '/v1/collections/:name/reindex',
    access: 'ingest',
    tag: 'Collections',
    summary: 'Build anew in the background what is stale in the index.',
    params: collectionParams,
    body: ReindexCollection,
    response: ReindexOutcome,
    status: 202,
    creates: true,
  },
} as const satisfies Record<string, Endpoint>;
