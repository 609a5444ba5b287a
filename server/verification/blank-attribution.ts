const SOURCES = String.raw`(?:passages?|documents?|sources?|context|texts?|chunks?|excerpts?|articles?|information|references?)`;
const NUMBERS = String.raw`(?:\s#?\d{1,2}(?:(?:,|,? and|,? or|-)\s?#?\d{1,2})*)?`;
const GIVEN = String.raw`(?:the |these |this |those |your |above )*(?:(?:given|provided|retrieved|above|following) )?`;
const PHRASES: readonly RegExp[] = [
  String.raw`\(?\b(?:based (?:up)?on|according to|as (?:stated|mentioned|described|noted|explained|per)(?: in)?|in|from|per|see|using|referring to) ${GIVEN}${SOURCES}${NUMBERS}\b(?: (?:given|provided|above|alone))?\)?,?`,
  String.raw`\(${SOURCES}${NUMBERS}\)`,
  String.raw`\b${GIVEN}${SOURCES}${NUMBERS} (?:also )?(?:state|say|mention|note|explain|indicate|suggest|recommend|describe|report|advise|specify|discuss|provide)s?\b(?: that)?`,
  String.raw`^\W*(?:therefore|thus|so|overall|in summary|in conclusion)?,?\s*(?:(?:here is|here['’]s) a (?:brief |short )?answer to |the answer (?:to )?)(?:(?:the |your )?question)?(?:\s?["“][^"”\n]*["”])?(?: is)?:?`,
  String.raw`^\W*(?:step|option|tip|phase|method|part)\s\d{1,2}\s?[:.)-]`,
  String.raw`^\W*(?:answer|note|summary|a)\s?:`,
].map((pattern) => new RegExp(pattern, 'giu'));

/**
 * Blanks out the words that say where a claim comes from ("According to document 2, …") or number it
 * ("Step 3:"): they state nothing about the subject. Offsets stay.
 */
export function blankAttribution(claim: string): string {
  let text = claim;
  for (const pattern of PHRASES)
    text = text.replace(pattern, (phrase) => ' '.repeat(phrase.length));
  return text;
}
