import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { Classification } from '../contract/classification.ts';
import { CollectionName } from '../contract/collection.ts';
import { listCollections } from '../db/queries/collections.ts';
import type { WorkspaceDatabase } from '../db/workspace-database.ts';
import { projectRoot } from '../platform/project-root.ts';
import { submitDocuments, type Submission } from './handlers/submit-documents.ts';
import type { Services } from './services.ts';

const demoFolder = join(projectRoot, 'demo');

const DemoDocument = z.strictObject({
  path: z.string(),
  title: z.string(),
  collection: CollectionName,
  tags: z.array(z.string()),
  classification: Classification,
});

/**
 * Queues the demo bank's handbook in a workspace that holds nothing yet, so that the first question
 * has something to be answered from. Returns how many documents were queued.
 */
export async function loadDemo(database: WorkspaceDatabase, services: Services): Promise<number> {
  const collections = await listCollections(database, { limit: 1, after: null, only: '*' });
  if (collections.length > 0) return 0;
  const submissions = readDemo();
  await submitDocuments(submissions, { database, sender: null }, services);
  return submissions.length;
}

function readDemo(): readonly Submission[] {
  const list = z
    .array(DemoDocument)
    .parse(JSON.parse(readFileSync(join(demoFolder, 'documents.json'), 'utf8')));
  return list.map((document) => ({
    collection: document.collection,
    source: document.path,
    title: document.title,
    fileName: basename(document.path),
    bytes: readFileSync(join(demoFolder, 'documents', document.path)),
    settings: { tags: document.tags, classification: document.classification },
  }));
}
