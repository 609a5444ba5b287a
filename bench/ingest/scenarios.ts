import { writePdf } from '../write-office-files.ts';
import { createParagraphWriter, writeParagraphs, type WriteParagraph } from './write-corpus.ts';

/** One file of a corpus, with a passage of it by which it is looked for afterwards. */
export interface CorpusFile {
  readonly source: string;
  readonly fileName: string;
  readonly bytes: Buffer;
  readonly passage: string;
}

export interface Scenario {
  readonly name: string;
  readonly title: string;
  readonly write: () => Promise<Corpus>;
}

export interface Corpus {
  /** Ingested before the clock starts; empty in most. */
  readonly before: readonly CorpusFile[];
  readonly files: readonly CorpusFile[];
  readonly filesPerRequest: number;
}

const PASSAGE_CHARS = 200;
const PARAGRAPHS_PER_PAGE = 3;
const PAGES_OF_A_HANDBOOK = 200;

/** 100 chunks to a document. */
export function plainText(chunks: number): Scenario {
  return {
    name: 'plain',
    title: `plain text, ${chunks} chunks in documents of 100`,
    async write() {
      const write = createParagraphWriter(1);
      const files = Array.from({ length: chunks / 100 }, (_, index) =>
        textFile(`plain/${index}.txt`, writeParagraphs(write, 100)),
      );
      return { before: [], files, filesPerRequest: 20 };
    },
  };
}

export const SMALL_DOCUMENTS: Scenario = {
  name: 'small',
  title: '2,000 documents of one chunk',
  async write() {
    const write = createParagraphWriter(2);
    const files = Array.from({ length: 2_000 }, (_, index) =>
      textFile(`small/${index}.txt`, [write()]),
    );
    return { before: [], files, filesPerRequest: 250 };
  },
};

export const CHANGED_TEXT: Scenario = {
  name: 'changed-text',
  title: 'one changed sentence in a text of 200 pages',
  async write() {
    const pages = writePages(createParagraphWriter(3), PAGES_OF_A_HANDBOOK);
    const file = (paragraphs: readonly string[]) => textFile('changed/handbook.txt', paragraphs);
    return {
      before: [file(pages.flat())],
      files: [file(changeOneSentence(pages).flat())],
      filesPerRequest: 1,
    };
  },
};

export const CHANGED_PDF: Scenario = {
  name: 'changed-pdf',
  title: 'one changed sentence in a PDF of 200 pages',
  async write() {
    const pages = writePages(createParagraphWriter(4), PAGES_OF_A_HANDBOOK);
    return {
      before: [await pdfFile('changed/handbook.pdf', pages)],
      files: [await pdfFile('changed/handbook.pdf', changeOneSentence(pages))],
      filesPerRequest: 1,
    };
  },
};

export const PDF_DOCUMENTS: Scenario = {
  name: 'pdf',
  title: '20 PDFs of 50 pages',
  async write() {
    const write = createParagraphWriter(5);
    const files: CorpusFile[] = [];
    for (let index = 0; index < 20; index += 1) {
      files.push(await pdfFile(`pdf/${index}.pdf`, writePages(write, 50)));
    }
    return { before: [], files, filesPerRequest: 5 };
  },
};

export const LONG_PDF: Scenario = {
  name: 'long-pdf',
  title: 'one PDF of 2,000 pages',
  async write() {
    const pages = writePages(createParagraphWriter(6), 2_000, 2);
    return { before: [], files: [await pdfFile('long/book.pdf', pages)], filesPerRequest: 1 };
  },
};

function textFile(source: string, paragraphs: readonly string[]): CorpusFile {
  const passage = (paragraphs.at(-1) ?? '').slice(0, PASSAGE_CHARS);
  const bytes = Buffer.from(`${paragraphs.join('\n\n')}\n`);
  return { source, fileName: 'document.txt', bytes, passage };
}

async function pdfFile(source: string, pages: readonly (readonly string[])[]): Promise<CorpusFile> {
  const passage = (pages.at(-1)?.at(-1) ?? '').slice(0, PASSAGE_CHARS);
  return { source, fileName: 'document.pdf', bytes: await writePdf(source, pages), passage };
}

function writePages(
  write: WriteParagraph,
  count: number,
  paragraphs = PARAGRAPHS_PER_PAGE,
): readonly (readonly string[])[] {
  return Array.from({ length: count }, () => writeParagraphs(write, paragraphs));
}

/** A few words more in the middle of the document. */
function changeOneSentence(pages: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const middle = Math.floor(pages.length / 2);
  return pages.map((page, at) =>
    at === middle ? page.map((text, place) => (place === 0 ? changeText(text) : text)) : page,
  );
}

function changeText(text: string): string {
  return text.replace('. ', ' and everybody was told so. ');
}
