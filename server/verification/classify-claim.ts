import type { Span } from '../../core/text/spans.ts';
import { extractTerms } from '../../core/text/terms.ts';
import { blankAttribution } from './blank-attribution.ts';

type ClaimKind = 'claim' | 'absence' | 'not_a_claim';

/** What was retrieved, spoken of as such: whatever it "does not" do, it is silent. */
const RETRIEVED = String.raw`(?:documents?|documentation|context|passages?|sources?|texts?|information|excerpts?|chunks?|articles?|evidence|knowledge base|materials?)`;
/** A document with a life of its own: "the policy does not cover gifts" is a rule, not silence. */
const WRITING = String.raw`(?:polic(?:y|ies)|guides?|guidelines?|handbook|manual|pages?)`;
const SAYS = String.raw`(?:say|mention|state|specify|address|describe|explain|indicate|discuss|define)`;
const HOLDS = String.raw`(?:contain|include|provide|cover|give|answer|list|refer|detail)`;
const DOES_NOT = String.raw`(?:do(?:es)? not|don['’]t|doesn['’]t|did not|never)`;
const DETAIL = String.raw`(?:mention|information|reference|answer|details?|guidance|indication)`;
const ABSENCE: readonly RegExp[] = [
  String.raw`\b${RETRIEVED}\b[^.]{0,60}\b${DOES_NOT}\b[^.]{0,24}\b(?:${SAYS}|${HOLDS})`,
  String.raw`\b${WRITING}\b[^.]{0,60}\b${DOES_NOT}\b[^.]{0,24}\b${SAYS}`,
  String.raw`(?:\b(?:i|we)\b[^.]{0,24}|\bit (?:is|was) |^\W*(?:sorry, |unfortunately, )?)\b(?:could not|couldn['’]t|cannot|can['’]t|can not|unable to|not able to|not possible to|impossible to|difficult to)\b[^.]{0,24}\b(?:find|answer|determine|locate|provide|tell|say|conclude)\b`,
  String.raw`\b(?:there (?:is|are|was|were)|${RETRIEVED} (?:contains?|provides?|gives?|offers?|has|have)|i (?:found|find|have)|makes?) no (?:\w+ )?${DETAIL}\b`,
  String.raw`^no (?:\w+ )?${DETAIL}\b`,
  String.raw`\b(?:is|are|was|were) (?:not|nowhere|never) (?:\w+ )?(?:mentioned|specified|stated|covered|provided|addressed|described|explained|given|discussed|defined|included)\b[^.]{0,24}\b(?:in|by) (?:the |any |these |this |those |your |our |given |provided )*(?:${RETRIEVED}|${WRITING})`,
  String.raw`\bnot (?:enough|sufficient) (?:information|context|evidence|detail)\b`,
].map((pattern) => new RegExp(pattern, 'iu'));

const PLEASANTRY =
  /^(?:hi|hello|dear|thanks|thank you|sure|of course|certainly|absolutely|great question|good question|you(?:'|’)re welcome|i hope (?:this|that|it)|hope (?:this|that|it)|let me know|please let me know|feel free|please feel free|if you (?:have|need) (?:any )?(?:further|other|more)|here (?:is|are)|here(?:'|’)s|in summary$|i(?:'|’)m sorry$|sorry$|yes$|no$|ok(?:ay)?$|correct$)/iu;
const MAX_PLEASANTRY_TERMS = 9;

export interface Place {
  readonly isLeadIn: boolean;
  readonly isHeading: boolean;
  readonly isCited: boolean;
}

/**
 * What a sentence of an answer is: a statement to check, the statement that the documents are silent, or
 * neither (a greeting, a question, a heading, a lead-in, a bare yes). A lead-in that cites
 * something is a claim.
 */
export function classifyClaim(text: string, { isLeadIn, isHeading, isCited }: Place): ClaimKind {
  const words = blankAttribution(text)
    .trim()
    .replace(/[!.]+$/u, '');
  const terms = extractTerms(words);
  if (terms.length === 0 || (isHeading && !isCited) || words.endsWith('?')) return 'not_a_claim';
  if (findAbsence(text) !== null && !/\d/u.test(words.replace(/^.*\b(?:but|however)\b/iu, ''))) {
    return 'absence';
  }
  if (isCited) return 'claim';
  if (PLEASANTRY.test(words) && terms.length <= MAX_PLEASANTRY_TERMS && !/\d/u.test(words)) {
    return 'not_a_claim';
  }
  return isLeadIn ? 'not_a_claim' : 'claim';
}

/** The first words of a text that say that something is missing; null where none do. */
export function findAbsence(text: string): Span | null {
  let first: Span | null = null;
  for (const pattern of ABSENCE) {
    const match = pattern.exec(text);
    if (match === null || (first !== null && first.start <= match.index)) continue;
    first = { start: match.index, end: match.index + match[0].length };
  }
  return first;
}

/** The subject of an absence claim: its terms without the words that only say that something is missing. */
export function isMetaTerm(term: string): boolean {
  return META_TERMS.has(term);
}

const META_TERMS: ReadonlySet<string> = new Set(
  extractTerms(
    `document documents documentation context passage passages source sources text provided given available
     information mention mentions state states specify specifies contain contains include includes provide cover
     covers address addresses describe explain give indicate discuss answer answers question find found determine
     locate tell say says unable able sorry no not however therefore based guidance detail details reference
     excerpts chunk chunks article articles evidence knowledge base policy guide handbook explicitly directly
     specifically enough sufficient regarding concerning about anything whether unfortunately could cannot does`,
  ),
);
