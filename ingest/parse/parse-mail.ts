import PostalMime, { type Address, type Email } from 'postal-mime';
import type { Finding } from '../../contract/finding.ts';
import { messageOf } from '../../platform/errors.ts';
import { mendWindowsPunctuation, withUnixLineEnds } from './decode-text.ts';
import { carryFindings } from './hidden-text.ts';
import { appendHtmlBlocks } from './html-blocks.ts';
import { appendPlainLines } from './parse-plain-text.ts';
import { type ParsedDocument, type ParseLimits, ParseRefusal } from './parsed-document.ts';
import { PARSER_VERSIONS } from '../../core/index-versions.ts';
import { readHtmlTree } from './read-html.ts';
import { removeHiddenHtml } from './remove-hidden-html.ts';
import { createTextBuilder, type TextBuilder } from './text-builder.ts';

const MAX_NESTING = 50;
const MAX_HEADER_BYTES = 1024 * 1024;
const MAX_NAMED_ATTACHMENTS = 200;
const MAX_NAMED_PEOPLE = 50;
const MESSAGE_HEADERS = new Set('from to subject date message-id mime-version received'.split(' '));
const QUOTED = /^ ?>/;
const QUOTED_BELOW =
  /^-{2,}\s*(?:Original Message|Ursprüngliche Nachricht|Message d'origine)\s*-{2,}$/i;

/**
 * A message: its subject as the heading, who wrote to whom and when, the text (or else the HTML) with what
 * it quotes marked as quotations, and the names of what is attached; attachments themselves are not read.
 */
export async function parseMail(bytes: Uint8Array, limits: ParseLimits): Promise<ParsedDocument> {
  const mail = await readMail(bytes);
  const builder = createTextBuilder(limits);
  const subject = mail.subject?.replace(/\s+/g, ' ').trim() ?? '';
  builder.append({ kind: 'heading', level: 1, text: subject });
  builder.append({ kind: 'paragraph', text: describeMail(mail) });
  const findings = appendBody(builder, mail);
  for (const [index, { filename, mimeType }] of mail.attachments
    .slice(0, MAX_NAMED_ATTACHMENTS)
    .entries())
    builder.append({
      kind: 'list_item',
      text: `- Attachment: ${filename ?? `without a name (${mimeType})`}`,
      startsGroup: index === 0,
    });
  return {
    parser: PARSER_VERSIONS['message/rfc822'],
    title: subject === '' ? null : subject,
    pageCount: null,
    ...builder.finish(),
    ...carryFindings(findings),
  };
}

async function readMail(bytes: Uint8Array): Promise<Email> {
  const mail = await PostalMime.parse(bytes, {
    maxNestingDepth: MAX_NESTING,
    maxHeadersSize: MAX_HEADER_BYTES,
  }).catch((error: unknown) => {
    throw unreadable(messageOf(error));
  });
  if (!mail.headers.some(({ key }) => MESSAGE_HEADERS.has(key)))
    throw unreadable('it begins with none of the header lines of a message');
  return mail;
}

function unreadable(problem: string): ParseRefusal {
  return new ParseRefusal(
    'unreadable',
    `The file is not a readable e-mail: ${problem}. Save the message again as .eml.`,
  );
}

/** The lines that a reader sees above a message; the date as the sender wrote it. */
function describeMail(mail: Email): string {
  const date = mail.headers.find(({ key }) => key === 'date')?.value;
  const lines = [
    ['From', writeAddresses(mail.from === undefined ? [] : [mail.from])],
    ['To', writeAddresses(mail.to ?? [])],
    ['Cc', writeAddresses(mail.cc ?? [])],
    ['Date', date?.replace(/\s+/g, ' ').trim() ?? ''],
  ];
  return lines
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');
}

function writeAddresses(addresses: readonly Address[]): string {
  const people = addresses.flatMap((address) =>
    address.group === undefined ? [address] : address.group,
  );
  const named = people
    .slice(0, MAX_NAMED_PEOPLE)
    .map(({ name, address }) => (name === '' ? address : `${name} <${address}>`));
  const others = people.length - named.length;
  return named.join(', ') + (others > 0 ? ` and ${others} others` : '');
}

function appendBody(builder: TextBuilder, mail: Email): readonly Finding[] {
  const text = mendWindowsPunctuation(withUnixLineEnds(mail.text ?? ''));
  if (text.trim() !== '') {
    appendText(builder, text);
    return [];
  }
  const tree = readHtmlTree(mendWindowsPunctuation(mail.html ?? ''), { fragment: false });
  const findings = removeHiddenHtml(tree);
  appendHtmlBlocks(builder, tree, { isInArticle: true });
  return findings;
}

/** Paragraphs and lists; lines behind `>`, and all below the mark of a forwarded original, are quotations. */
function appendText(builder: TextBuilder, text: string): void {
  let lines: string[] = [];
  let isQuote = false;
  let isBelow = false;
  function flush(): void {
    const paragraph = lines.join('\n');
    lines = [];
    if (isQuote) builder.append({ kind: 'quote', text: paragraph });
    else appendPlainLines(builder, paragraph);
  }
  for (const line of text.split('\n')) {
    const wasBelow: boolean = isBelow;
    isBelow ||= QUOTED_BELOW.test(line.trim());
    const isQuoted = isBelow || QUOTED.test(line);
    const words = isBelow ? line : line.replace(/^(?: ?>)+ ?/, '');
    const isBlank = words.trim() === '';
    if (isBlank || isQuoted !== isQuote || isBelow !== wasBelow) flush();
    if (isBlank) continue;
    isQuote = isQuoted;
    lines.push(words.trimEnd());
  }
  flush();
}
