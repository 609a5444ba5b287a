import { sql, type SQL } from 'drizzle-orm';
import { textArray } from '../array-parameters.ts';
import {
  CLASSIFICATIONS,
  classificationRank,
  type Classification,
} from '../../contract/classification.ts';

/** Whose eyes a query looks through. Access is decided at the moment of reading, never earlier. */
export interface Reader {
  readonly clearance: Classification;
  readonly groups: readonly string[];
  readonly collections: '*' | readonly string[];
}

/**
 * Whether the reader may see a document: SQL over the aliases `d` (documents) and `k` (collections).
 * A document without an access list is open to everyone in the workspace whose clearance reaches it.
 */
export function isReadable(reader: Reader): SQL {
  const cleared = clearedFor(reader);
  const inGroups = sql`(cardinality(d.acl) = 0 or d.acl && ${textArray(reader.groups)})`;
  const inCollections =
    reader.collections === '*' ? sql`true` : sql`k.name = any(${textArray(reader.collections)})`;
  return sql`(d.classification = any(${textArray(cleared)}) and ${inGroups} and ${inCollections})`;
}

/**
 * Whether who may read the document may read a version that does not serve: SQL over the alias `v`
 * (document_versions). What came with its bytes holds for its text before it holds for the document.
 */
export function isHeldReadable(reader: Reader): SQL {
  return sql`(v.held_settings is null or (
    v.held_settings ->> 'classification' = any(${textArray(clearedFor(reader))})
    and (v.held_settings -> 'acl' = '[]'::jsonb or v.held_settings -> 'acl' ?| ${textArray(reader.groups)})))`;
}

/** The classes that the reader may see. */
export function clearedFor({ clearance }: Pick<Reader, 'clearance'>): readonly Classification[] {
  return CLASSIFICATIONS.slice(0, classificationRank(clearance) + 1);
}
