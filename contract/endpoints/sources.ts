import { z } from 'zod';
import type { Endpoint } from '../endpoint.ts';
import { SourceId } from '../ids.ts';
import {
  CreateSource,
  ListSources,
  RequestSync,
  Source,
  SourcePage,
  SyncAccepted,
  UpdateSource,
} from '../source.ts';

const sourceParams = z.strictObject({ id: SourceId });

export const sourcesEndpoints = {
  createSource: {
    method: 'post',
    path: '/v1/sources',
    access: 'ingest',
    tag: 'Sources',
    summary: 'Follow a folder, web pages, a sitemap, a Git repository or a bucket.',
    body: CreateSource,
    response: Source,
    status: 201,
    creates: true,
  },
  listSources: {
    method: 'get',
    path: '/v1/sources',
    access: 'ingest',
    tag: 'Sources',
    summary: 'Sources by name.',
    query: ListSources,
    response: SourcePage,
    status: 200,
  },
  getSource: {
    method: 'get',
    path: '/v1/sources/:id',
    access: 'ingest',
    tag: 'Sources',
    summary: 'One source, with how its last sync went.',
    params: sourceParams,
    response: Source,
    status: 200,
  },
  updateSource: {
    method: 'patch',
    path: '/v1/sources/:id',
    access: 'ingest',
    tag: 'Sources',
    summary: 'Change what a source follows, and how often.',
    params: sourceParams,
    body: UpdateSource,
    response: Source,
    status: 200,
  },
  syncSource: {
    method: 'post',
    path: '/v1/sources/:id/sync',
    access: 'ingest',
    tag: 'Sources',
    summary: 'Follow a source now: a run that adds, changes and retires documents.',
    params: sourceParams,
    body: RequestSync,
    response: SyncAccepted,
    status: 202,
    creates: true,
  },
} as const satisfies Record<string, Endpoint>;
