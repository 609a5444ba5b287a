import { DEFAULT_LANGUAGE, Language } from '../../contract/language.ts';
import {
  findCollections,
  findReadLanguages,
  listCollections,
  type StoredCollection,
  type StoredProfile,
} from '../../db/queries/collections.ts';
import type { WorkspaceDatabase } from '../../db/workspace-database.ts';
import { AppError } from '../../platform/errors.ts';
import type { RetrievalQuery } from './retrieval-outcome.ts';

/** A workspace with more collections than this must name those to search. */
const MAX_COLLECTIONS = 200;

export interface SearchedCollections {
  readonly collections: readonly StoredCollection[];
  /** That what is searched was read in, English first: those of the collections, and what chunks are still in, or were in then. */
  readonly languages: readonly Language[];
}

/** Throws `AppError('not_found')` for a collection that does not exist or that the reader may not read. */
export async function findSearchedCollections(
  query: Pick<RetrievalQuery, 'collections' | 'reader' | 'asOf'>,
  database: WorkspaceDatabase,
): Promise<SearchedCollections> {
  const collections = await findNamed(query, database);
  const changed = collections.filter(({ formerLanguages }) => formerLanguages.length > 0);
  const former =
    changed.length === 0
      ? []
      : await findReadLanguages(database, {
          collectionIds: changed.map(({ id }) => id),
          asOf: query.asOf,
        });
  const languages = new Set([...collections.map(({ language }) => language), ...former]);
  if (languages.size === 0) languages.add(DEFAULT_LANGUAGE);
  return {
    collections,
    languages: Language.options.filter((language) => languages.has(language)),
  };
}

async function findNamed(
  query: Pick<RetrievalQuery, 'collections' | 'reader'>,
  database: WorkspaceDatabase,
): Promise<readonly StoredCollection[]> {
  const allowed = query.reader.collections;
  if (query.collections === null) {
    return listCollections(database, { limit: MAX_COLLECTIONS, after: null, only: allowed });
  }
  const found = await findCollections(database, query.collections);
  const names = new Set(found.map((collection) => collection.name));
  const missing = query.collections.find(
    (name) => !names.has(name) || (allowed !== '*' && !allowed.includes(name)),
  );
  if (missing !== undefined) {
    throw new AppError('not_found', `There is no collection named "${missing}".`);
  }
  return found;
}

export function distinctProfiles(
  collections: readonly StoredCollection[],
): readonly StoredProfile[] {
  const byId = new Map(collections.map(({ profile }) => [profile.id, profile]));
  return [...byId.values()];
}
