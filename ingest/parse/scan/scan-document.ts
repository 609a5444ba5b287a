import type { Finding, FindingKind } from '../../../contract/finding.ts';
import { limitFindings } from '../limit-findings.ts';
import type { ParsedBlock, ParsedDocument } from '../parsed-document.ts';
import { findHiddenCharacters } from '../../../core/scan/find-hidden-characters.ts';
import { findInjections } from '../../../core/scan/find-injections.ts';
import { findSecrets } from '../../../core/scan/find-secrets.ts';
import type { FoundText } from '../../../core/scan/found-text.ts';
import { MAX_EXCERPT_CHARS } from './hidden-text-finding.ts';

const MAX_FINDINGS = 200;
const HIDDEN = 'A reader does not see it.';

/**
 * Everything in a parsed document that a reader would not see or should not meet: what its parser left out,
 * and instructions to a model, hidden characters and secrets in the title and the stored text, in their order.
 * At most 200, some of every kind; takes time in proportion to the text.
 */
export function scanDocument(document: ParsedDocument): readonly Finding[] {
  const { text } = document;
  const left = (document.findings ?? []).flatMap(withInstruction);
  const pageAt = createPageLookUp(document.blocks);
  const found = [...left, ...scanTitle(document), ...scanText(text)];
  return limitFindings(found, MAX_FINDINGS).map((finding) => ({
    ...finding,
    page: finding.page ?? pageAt(finding.char_start),
  }));
}

/** A title stands above every chunk in the prompt; one that is a heading of the text is found there. */
function scanTitle({ title, text }: ParsedDocument): readonly Finding[] {
  if (title === null || text.includes(title)) return [];
  return scanText(title).map((finding) => ({
    ...finding,
    detail: `In the title: ${finding.detail}`,
    char_start: null,
    char_end: null,
  }));
}

function scanText(text: string): readonly Finding[] {
  return [
    ...findInjections(text).map((part) => toFinding('injection', part, excerptOf(text, part))),
    ...findHiddenCharacters(text).flatMap((part) =>
      withInstruction(toFinding('hidden_text', part, shorten(part.excerpt))),
    ),
    ...findSecrets(text).map((part) => toFinding('secret', part, null)),
  ].toSorted((a, b) => (a.char_start ?? 0) - (b.char_start ?? 0));
}

function toFinding(kind: FindingKind, part: FoundText, excerpt: string | null): Finding {
  const { code, detail, start, end } = part;
  return { kind, code, detail, char_start: start, char_end: end, page: null, excerpt };
}

/** Hidden text that instructs a model is an instruction, too, whatever the policy says of either. */
function withInstruction(finding: Finding): readonly Finding[] {
  if (finding.kind !== 'hidden_text' || finding.excerpt === null) return [finding];
  const [instruction] = findInjections(finding.excerpt);
  if (instruction === undefined) return [finding];
  const { code, detail } = instruction;
  return [finding, { ...finding, kind: 'injection', code, detail: `${detail} ${HIDDEN}` }];
}

function excerptOf(text: string, { start, end }: FoundText): string {
  return shorten(text.slice(start, Math.min(end, start + MAX_EXCERPT_CHARS)));
}

function shorten(text: string): string {
  return text.slice(0, MAX_EXCERPT_CHARS).toWellFormed();
}

/** The page on which the block around a place starts. */
function createPageLookUp(blocks: readonly ParsedBlock[]): (place: number | null) => number | null {
  return (place) => {
    if (place === null) return null;
    let low = 0;
    let high = blocks.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((blocks[middle]?.charStart ?? 0) <= place) low = middle + 1;
      else high = middle;
    }
    return blocks[low - 1]?.page ?? null;
  };
}
