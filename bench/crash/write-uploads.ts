import { createRandom } from '../random.ts';
import { writeDocx, writePdf } from '../write-office-files.ts';

/** One document as a client sends it, in one of its versions. */
export interface UploadedDocument {
  readonly source: string;
  readonly fileName: string;
  readonly bytes: Buffer;
  /** A word that stands once in this version and nowhere else; null where the file cannot be read. */
  readonly marker: string | null;
}

/** What goes out in one request, under one `Idempotency-Key`. */
export interface Upload {
  readonly key: string;
  readonly documents: readonly UploadedDocument[];
}

const FORMATS = ['md', 'txt', 'html', 'md', 'csv', 'txt', 'docx', 'md', 'pdf', 'html'] as const;
const WORDS =
  'account,archive,branch,budget,card,claim,client,contract,counter,deposit,desk,device,fee,form,garden,invoice,key,ladder,ledger,letter,limit,loan,meter,notice,office,order,paper,permit,policy,portal,queue,receipt,record,report,request,safe,schedule,shift,signature,staff,system,teller,ticket,token,tool,travel,vault,visit,voucher,window'.split(
    ',',
  );
const MIN_WORDS = 40;
/** Files of office programs cost much to write and read, and need not be long to be what they are. */
const MAX_OFFICE_WORDS = 900;
const MAX_DOCUMENTS_PER_REQUEST = 4;
/** One in so many documents cannot be ingested, and one in so many is sent again with another text. */
const UNREADABLE_EVERY = 19;
const CHANGED_EVERY = 4;
/** One in so many is a manual in Markdown, of more chunks than are stored in one transaction. */
const MANUAL_EVERY = 100;
const MANUAL_INDEX = 40;
const MANUAL_WORDS = 12_000;

/**
 * Documents of mixed formats and sizes, and new versions of every fourth of them, in small requests:
 * the same for the same seed. All requests of one source have one client.
 */
export async function writeUploads(options: {
  readonly documents: number;
  readonly clients: number;
  readonly seed: number;
  /** In words, of the longest document. */
  readonly largest: number;
}): Promise<readonly (readonly Upload[])[]> {
  const random = createRandom(options.seed);
  const settings = { random, largest: options.largest };
  const clients: Upload[][] = [];
  for (let client = 0; client < options.clients; client += 1) {
    const indexes = Array.from({ length: options.documents }, (_, index) => index).filter(
      (index) => index % options.clients === client,
    );
    const waiting: UploadedDocument[] = [];
    for (const index of indexes) waiting.push(await writeDocument(index, 1, settings));
    for (const index of indexes.filter((index) => index % CHANGED_EVERY === 0)) {
      const place = Math.floor((0.3 + 0.7 * random()) * waiting.length);
      const first = waiting.findIndex(({ source }) => source === sourceOf(index));
      waiting.splice(Math.max(place, first + 1), 0, await writeDocument(index, 2, settings));
    }
    clients.push(intoRequests(waiting, `${options.seed}-${client}`, random));
  }
  return clients;
}

/** No request may hold one source twice. */
function intoRequests(
  documents: readonly UploadedDocument[],
  prefix: string,
  random: () => number,
): Upload[] {
  const requests: UploadedDocument[][] = [];
  let room = 0;
  for (const document of documents) {
    const last = requests.at(-1);
    const isRepeated = last?.some(({ source }) => source === document.source) ?? true;
    if (last === undefined || isRepeated || last.length >= room) {
      requests.push([document]);
      room = 1 + Math.floor(random() * MAX_DOCUMENTS_PER_REQUEST);
    } else {
      last.push(document);
    }
  }
  return requests.map((documents, index) => ({ key: `crash-${prefix}-${index}`, documents }));
}

async function writeDocument(
  index: number,
  version: number,
  { random, largest }: { readonly random: () => number; readonly largest: number },
): Promise<UploadedDocument> {
  const source = sourceOf(index);
  if (index % UNREADABLE_EVERY === UNREADABLE_EVERY - 1) {
    const text = `%PDF-1.7\nnothing that a reader finds, number ${index}.${version}\n`;
    return { source, fileName: `${index}.pdf`, bytes: Buffer.from(text), marker: null };
  }
  const format = formatOf(index);
  const marker = markerOf(index, version);
  const isOffice = format === 'docx' || format === 'pdf';
  const longest = isOffice ? Math.min(MAX_OFFICE_WORDS, largest) : largest;
  const isManual = index % MANUAL_EVERY === MANUAL_INDEX;
  const length = isManual
    ? MANUAL_WORDS
    : Math.round(MIN_WORDS * (longest / MIN_WORDS) ** random());
  // What does not change between versions has its own seed: most chunks of a second version are known.
  const sentences = writeSentences(length, createRandom(index + 1));
  const changedAt = Math.floor(random() * sentences.length);
  sentences[changedAt] = `Version ${version} says ${marker} here.`;
  const perParagraph = isManual ? 1 : SENTENCES_PER_PARAGRAPH;
  const paragraphs = intoParagraphs(sentences, perParagraph);
  const bytes = await render(format, `Document ${index}`, paragraphs);
  return { source, fileName: `${index}.${format}`, bytes, marker };
}

function sourceOf(index: number): string {
  return `crash/${index}.${formatOf(index)}`;
}

function formatOf(index: number): (typeof FORMATS)[number] {
  return FORMATS[index % FORMATS.length] ?? 'txt';
}

function writeSentences(words: number, random: () => number): string[] {
  const pick = () => WORDS[Math.floor(random() * WORDS.length)] ?? '';
  return Array.from({ length: Math.ceil(words / 10) }, () => {
    const number = Math.floor(random() * 100_000);
    return `The ${pick()} of the ${pick()} ${pick()} keeps ${pick()} ${number}.`;
  });
}

/** A word that no stemmer cuts and, because of its digits, no correction of spelling changes. */
function markerOf(index: number, version: number): string {
  return `qa${version}${index.toString(16).padStart(5, '0')}x`;
}

const SENTENCES_PER_PARAGRAPH = 6;

function intoParagraphs(sentences: readonly string[], length: number): readonly string[] {
  const paragraphs: string[] = [];
  for (let start = 0; start < sentences.length; start += length) {
    paragraphs.push(sentences.slice(start, start + length).join(' '));
  }
  return paragraphs;
}

async function render(
  format: (typeof FORMATS)[number],
  title: string,
  paragraphs: readonly string[],
): Promise<Buffer> {
  switch (format) {
    case 'md':
      return Buffer.from(
        `# ${title}\n\n${paragraphs.map((text, at) => `## Part ${at + 1}\n\n${text}`).join('\n\n')}\n`,
      );
    case 'txt':
      return Buffer.from(`${title}\n\n${paragraphs.join('\n\n')}\n`);
    case 'html':
      return Buffer.from(
        `<!doctype html><html><head><title>${title}</title></head><body><main><h1>${title}</h1>${paragraphs.map((text) => `<p>${text}</p>`).join('\n')}</main></body></html>`,
      );
    case 'csv':
      return Buffer.from(
        `number,rule\n${paragraphs.map((text, at) => `${at},${text}`).join('\n')}\n`,
      );
    case 'docx':
      return writeDocx(title, paragraphs);
    case 'pdf':
      return writePdf(title, [paragraphs]);
    default:
      return format satisfies never;
  }
}
