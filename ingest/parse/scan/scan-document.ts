import type { Finding } from '../../../contract/finding.ts';
import type { ParsedDocument } from '../parsed-document.ts';

/** What the parser found, and what is found in the stored text. */
export function scanDocument(document: ParsedDocument): readonly Finding[] {
  return document.findings ?? [];
}
