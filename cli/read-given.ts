import { resolve } from 'node:path';
import { DocumentId } from '../contract/ids.ts';
import type { CliSettings } from './config.ts';
import { readTextFile } from './read-text-file.ts';

interface Given {
  readonly file: string | undefined;
  readonly documents: readonly string[] | undefined;
}

/** What a request is about: the text of a file, or documents by their ids. Throws where neither or both are named. */
export async function readGiven(
  { workingDirectory }: CliSettings,
  { file, documents }: Given,
): Promise<{ readonly text: string } | { readonly document_ids: DocumentId[] }> {
  if ((file === undefined) === (documents === undefined)) {
    throw new Error('Name a text file, or documents with --document <id>.');
  }
  if (file === undefined) {
    return { document_ids: (documents ?? []).map((id) => DocumentId.parse(id)) };
  }
  return { text: await readTextFile(resolve(workingDirectory, file)) };
}
