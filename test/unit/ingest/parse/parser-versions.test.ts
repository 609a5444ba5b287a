import * as word from 'docx';
import { describe, expect, it } from 'vitest';
import { DOCUMENT_MIMES, type DocumentMime } from '../../../../contract/document.ts';
import { DOCX_MIME, PPTX_MIME, XLSX_MIME } from '../../../../core/file-extensions.ts';
import { PARSER_VERSIONS } from '../../../../core/index-versions.ts';
import { buildPdf } from './build-pdf.ts';
import { buildPptx, title } from './build-pptx.ts';
import { buildXlsx, row } from './build-xlsx.ts';
import { parsed } from './parse-bytes.ts';

const SAMPLES: Readonly<Record<DocumentMime, () => Promise<string | Uint8Array>>> = {
  'text/markdown': async () => '# Text',
  'text/plain': async () => 'Text',
  'text/html': async () => '<p>Text',
  'text/csv': async () => 'a,b\n1,2',
  'application/pdf': () => buildPdf((pdf) => void pdf.text('Some text')),
  [DOCX_MIME]: async () => {
    const sections = [{ children: [new word.Paragraph('Text')] }];
    return new Uint8Array(await word.Packer.toBuffer(new word.Document({ sections })));
  },
  [PPTX_MIME]: async () => buildPptx([{ shapes: title('Text') }]),
  [XLSX_MIME]: async () => buildXlsx([{ name: 'S', rows: row(1, ['Text']) }]),
  'message/rfc822': async () => 'Subject: Text\n\nText',
  'application/json': async () => '{"a": 1}',
  'application/x-ndjson': async () => '{"a": 1}',
  'text/x-source': async () => 'text()',
};

describe('PARSER_VERSIONS', () => {
  it.each(DOCUMENT_MIMES)('names what the parser of %s writes into a document', async (mime) => {
    const document = await parsed(mime, await SAMPLES[mime]());
    expect(document.parser).toBe(PARSER_VERSIONS[mime]);
  });

  it('gives each parser a name and a number', () => {
    const versions = Object.values(PARSER_VERSIONS);
    expect(versions.filter((version) => !/^[a-z]+@\d+$/.test(version))).toEqual([]);
    expect(new Set(versions).size).toBe(versions.length);
  });
});
