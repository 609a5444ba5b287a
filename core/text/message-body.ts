/** Two of these make a quoted mail; a single one may be what somebody wants to say. */
const HEADER = /^(?:from|sent|to|cc|date|von|gesendet|an|datum|de|envoyé|para|enviado)\s*:/iu;
const SUBJECT = /^(?:subject|betreff|objet|asunto)\s*:\s*(?:(?:re|fw|fwd|aw|wg|tr|rv)\s*:\s*)*/iu;
const MIN_HEADERS = 2;
const QUOTE_MARKS = /^(?:\s*>)+ ?/u;
const GREETING =
  /^(?:hi|hello|hey|hiya|dear|morning|good (?:morning|afternoon|evening|day)|greetings|to whom it may concern|guten (?:tag|morgen|abend)|hallo|moin|bonjour|bonsoir|buenos d[ií]as|buenas tardes|hola|ciao|buongiorno|ol[aá])\b[^.?:;]{0,40}$/iu;
const CLOSING =
  /^(?:(?:kind|best|warm|many|with (?:kind|best))?\s*(?:regards|wishes|greetings)|all the best|best|(?:many )?thanks(?: (?:a lot|again|in advance|so much|for your (?:help|patience|time)))?|thank you(?: (?:very much|again|in advance|for your (?:help|patience|time)))?|thx|ta|cheers|sincerely|yours(?: \p{L}+)?|br|rgds|mfg|(?:mit freundlichen|viele|beste|liebe) grü(?:ß|ss)en?|danke(?: \p{L}+)?|cordialement|merci(?: \p{L}+)?|saludos|gracias|grazie(?: mille)?|cordiali saluti|obrigad[oa])[\s,.!]*$/iu;
const DELIMITER = /^(?:--|__+|—)$/u;
/** A name, a number to call or a staff number, alone on its line. */
const SIGNATURE =
  /^(?:(?:\p{Lu}[\p{L}'’-]*\.?\s*){1,4}|(?:ext|tel|phone|extension)\.?:?\s*[\d\s+/-]+|\p{Lu}{0,2}\d{4,8})[,.]?$/u;
const SHOUTED = /^[^\p{Ll}]*$/u;

/** What frames a mail is short. */
const MAX_FRAME = 80;

/**
 * What a mail or a ticket says: without the marks of quotation, the headers of what was forwarded, the greeting, and
 * what follows the closing. Where nothing would remain, the text as it is.
 */
export function readMessageBody(text: string): string {
  const lines = text.split(/\r?\n/u);
  const bare = lines.map((line) => line.replace(QUOTE_MARKS, '').trim());
  const isForwarded = bare.filter(isHeader).length >= MIN_HEADERS;
  const kept: string[] = [];
  let isSigned = false;
  for (const [at, line] of bare.entries()) {
    // The signature of a reply ends where the mail that it answers begins.
    if (isQuote(lines[at]) !== isQuote(lines[at - 1])) isSigned = false;
    if (isForwarded && isHeader(line)) continue;
    isSigned ||= kept.length > 0 && isFrame(line, [CLOSING, DELIMITER]);
    if (isSigned || line === '' || isFrame(line, [GREETING])) continue;
    kept.push(isForwarded ? line.replace(SUBJECT, '') : line);
  }
  while (kept.length > 1 && isSignature(kept.at(-1) ?? '')) kept.pop();
  return kept.length === 0 ? text : kept.join('\n');
}

function isHeader(line: string): boolean {
  return HEADER.test(line);
}

function isFrame(line: string, patterns: readonly RegExp[]): boolean {
  return line.length <= MAX_FRAME && patterns.some((pattern) => pattern.test(line));
}

function isQuote(line: string | undefined): boolean {
  return line !== undefined && QUOTE_MARKS.test(line);
}

/** In capitals throughout, a name cannot be told from a cry for help. */
function isSignature(line: string): boolean {
  return isFrame(line, [SIGNATURE]) && (/\d/u.test(line) || !SHOUTED.test(line));
}
