import type { Classification } from '../../contract/classification.ts';
import { MAX_READ_CHARS, type TextRead } from '../../contract/extraction.ts';
import type { DocumentId } from '../../contract/ids.ts';
import { findServedTexts, measureServedTexts } from '../../db/queries/served-texts.ts';
import { inWorkspace } from '../../db/workspace-database.ts';
import { AppError } from '../../platform/errors.ts';
import { sha256Hex } from '../../platform/hash.ts';
import { readerFor } from '../access/reader-for.ts';
import type { Caller } from '../caller.ts';
import type { Services } from '../services.ts';
import type { GivenText } from './found-field.ts';

/** A text to read, with what a trace keeps of it. */
export interface TextToRead extends GivenText {
  readonly title: string | null;
  readonly source: string | null;
  /** Null for a text that came with the request. */
  readonly classification: Classification | null;
}

export interface WantedText {
  readonly text?: string | undefined;
  readonly document_ids?: readonly DocumentId[] | undefined;
}

/**
 * The given text, or those of the documents as they serve now. Throws `AppError('not_found')` for a
 * document that is absent, may not be seen or does not serve, and `invalid_value` where they are too long
 * together.
 */
export async function readTexts(
  { text, document_ids: ids = [] }: WantedText,
  caller: Caller,
  services: Pick<Services, 'database'>,
): Promise<readonly TextToRead[]> {
  if (text !== undefined) {
    const none = { documentId: null, documentVersion: null, title: null, source: null };
    return [{ ...none, classification: null, text }];
  }
  const database = inWorkspace(services.database, caller.workspaceId);
  const wanted = { ids, reader: readerFor(caller) };
  const chars = await measureServedTexts(database, wanted);
  if (chars > MAX_READ_CHARS) {
    const message = `have ${chars} characters together; at most ${MAX_READ_CHARS} are read`;
    const fields = [{ path: '/document_ids', message }];
    throw new AppError('invalid_value', 'The documents are too long.', { fields });
  }
  const found = await findServedTexts(database, wanted);
  if (found.length < ids.length) {
    throw new AppError('not_found', 'There is no such document, or none that serves.');
  }
  return found.map(({ version, ...document }) => ({ ...document, documentVersion: version }));
}

/** As it stands on record. */
export function describeTextRead({ documentId, text, ...of }: TextToRead): TextRead {
  return {
    document_id: documentId,
    document_version: of.documentVersion,
    title: of.title,
    source: of.source,
    sha256: sha256Hex(text),
    char_count: text.length,
    text: documentId === null ? text : null,
  };
}
