import type { Finding } from '../../contract/finding.ts';
import { limitFindings } from './limit-findings.ts';

export const MAX_EXCERPT_CHARS = 200;
/** More say nothing new about a document, and each is stored. */
const MAX_FINDINGS = 100;

/** The finding of text that a reader of the document does not see; none where it holds no words. */
export function reportHiddenText(hidden: {
  readonly code: string;
  readonly detail: string;
  readonly text: string;
  readonly page?: number;
}): readonly Finding[] {
  const text = hidden.text.replaceAll('\0', '').toWellFormed().replace(/\s+/g, ' ').trim();
  if (!/\p{L}{2}/u.test(text)) return [];
  return [
    {
      kind: 'hidden_text',
      code: hidden.code,
      detail: hidden.detail,
      char_start: null,
      char_end: null,
      page: hidden.page ?? null,
      excerpt: text.slice(0, MAX_EXCERPT_CHARS).replace(/[\ud800-\udbff]$/, ''),
    },
  ];
}

/** The findings as a parsed document carries them: left out when there are none. */
export function carryFindings(findings: readonly Finding[]): {
  readonly findings?: readonly Finding[];
} {
  return findings.length === 0 ? {} : { findings: limitFindings(findings, MAX_FINDINGS) };
}
