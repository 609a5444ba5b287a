import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { DOCX_MIME, PPTX_MIME, XLSX_MIME } from '../../../core/file-extensions.ts';
import { detectFileType } from '../../../core/file-type.ts';

const pdf = strToU8('%PDF-1.7\n1 0 obj\n');
const docx = zipSync({
  '[Content_Types].xml': strToU8('<Types/>'),
  'word/document.xml': strToU8('<w/>'),
});

function typeOf(fileName: string, content: string | Uint8Array): string {
  const bytes = typeof content === 'string' ? strToU8(content) : content;
  const type = detectFileType({ fileName, bytes });
  return type.kind === 'known' ? type.mime : `${type.kind}: ${type.detail}`;
}

function ole2(streamName: string): Uint8Array {
  const utf16 = Buffer.from(streamName, 'utf16le');
  return new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ...utf16]);
}

describe('detectFileType', () => {
  it('knows each type by its content', () => {
    expect(typeOf('policy.pdf', pdf)).toBe('application/pdf');
    expect(typeOf('policy.docx', docx)).toBe(DOCX_MIME);
    expect(typeOf('page.html', '<!DOCTYPE html><p>Hello')).toBe('text/html');
    expect(typeOf('notes.MD', '# Notes')).toBe('text/markdown');
    expect(typeOf('rows.csv', 'a,b\n1,2')).toBe('text/csv');
    expect(typeOf('server.log', 'started')).toBe('text/plain');
    expect(typeOf('deck.pptx', zipSync({ 'ppt/presentation.xml': strToU8('<p/>') }))).toBe(
      PPTX_MIME,
    );
    expect(typeOf('book.xlsx', zipSync({ 'xl/workbook.xml': strToU8('<x/>') }))).toBe(XLSX_MIME);
    expect(typeOf('note.eml', 'Subject: Hello\n\nText')).toBe('message/rfc822');
    expect(typeOf('rows.json', '[]')).toBe('application/json');
    expect(typeOf('rows.jsonl', '{}')).toBe('application/x-ndjson');
    expect(typeOf('main.rs', 'fn main() {}')).toBe('text/x-source');
  });

  it('reads a file without a known extension by its content', () => {
    expect(typeOf('policy', pdf)).toBe('application/pdf');
    expect(typeOf('policy.bin', docx)).toBe(DOCX_MIME);
    expect(typeOf('README', 'Grüße')).toBe('text/plain');
    expect(typeOf('page', '\ufeff <!-- saved --><html><body>')).toBe('text/html');
  });

  it('reads text in any encoding, and no binary file as text', () => {
    expect(typeOf('README', Buffer.from('Gr\u00fc\u00dfe', 'latin1'))).toBe('text/plain');
    expect(typeOf('README', Buffer.from('Grüße aus Köln', 'utf16le'))).toBe('text/plain');
    expect(typeOf('page', Buffer.from('<html><p>Hello', 'utf16le'))).toBe('text/html');
    expect(
      typeOf(
        'core',
        new Uint8Array(1_000).map((_, index) => index % 256),
      ),
    ).toMatch(/^unsupported/);
  });

  it('knows mail without a name by its header', () => {
    expect(typeOf('1.', 'Received: from a\n\tby b\nFrom: jo@bank.example\n\nHello')).toBe(
      'message/rfc822',
    );
    expect(typeOf('notes', 'To: do\nFrom: now on')).toBe('text/plain');
  });

  it('finds a PDF header behind leading junk', () => {
    expect(typeOf('policy.pdf', `HTTP/1.1 200 OK\n${'x'.repeat(900)}%PDF-1.4\n`)).toBe(
      'application/pdf',
    );
  });

  it('takes a text that speaks of PDF headers for text', () => {
    expect(typeOf('notes.md', 'A PDF begins with %PDF-1.4')).toBe('text/markdown');
  });

  it('looks behind any number of comments', () => {
    expect(typeOf('page', `${'<!---->'.repeat(250)}<html>`)).toBe('text/html');
    expect(typeOf('notes', '<!---->-->'.repeat(250))).toBe('text/plain');
    expect(typeOf('notes', '<!-- never closed')).toBe('text/plain');
  });

  it('takes a page that is named as text for a page', () => {
    expect(typeOf('saved.txt', '<html><p>Hello')).toBe('text/html');
  });

  it('reports a name that promises other content', () => {
    expect(typeOf('policy.pdf', 'Just text')).toMatch(/^mismatch: policy\.pdf is named like a PDF/);
    expect(typeOf('policy.docx', pdf)).toMatch(/^mismatch: .*like a Word document but .* a PDF/);
    expect(typeOf('policy.docx', 'Just text')).toMatch(/^mismatch/);
    expect(typeOf('policy.txt', pdf)).toMatch(/^mismatch/);
    expect(typeOf('rows.csv', '<html><table>')).toMatch(/^mismatch/);
    expect(typeOf('policy.docx', zipSync({ 'xl/workbook.xml': strToU8('<x/>') }))).toMatch(
      /^mismatch: .*an Excel workbook/,
    );
  });

  it('says how to save a format that it cannot read', () => {
    expect(typeOf('old.doc', ole2('WordDocument'))).toMatch(/^unsupported: .*save it as \.docx/);
    expect(typeOf('old.xls', ole2('Workbook'))).toMatch(/^unsupported: .*save it as \.xlsx/);
    expect(typeOf('old.ppt', ole2('PowerPoint Document'))).toMatch(/save it as \.pptx/);
    expect(typeOf('old.xlsb', zipSync({ 'xl/workbook.bin': strToU8('x') }))).toMatch(/\.xlsx/);
    expect(typeOf('all.zip', zipSync({ 'a.txt': strToU8('a') }))).toMatch(/one by one/);
    expect(typeOf('letter.rtf', '{\\rtf1 Hello}')).toMatch(/RTF/);
    expect(typeOf('scan.png', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0]))).toMatch(/image/);
    expect(typeOf('program', new Uint8Array([1, 0, 2]))).toMatch(/neither a known format nor text/);
  });

  it('tells a password-protected Office file', () => {
    expect(typeOf('book', ole2('EncryptedPackage'))).toMatch(/password-protected/);
    expect(typeOf('policy.docx', ole2('EncryptedPackage'))).toBe(DOCX_MIME);
    expect(typeOf('deck.pptx', ole2('EncryptedPackage'))).toBe(PPTX_MIME);
    expect(typeOf('book.xlsx', ole2('EncryptedPackage'))).toBe(XLSX_MIME);
  });

  it('leaves what is wrong inside a text to its parser', () => {
    expect(typeOf('notes.txt', new Uint8Array([0x67, 0xfc, 0x6e]))).toBe('text/plain');
    expect(typeOf('empty.pdf', new Uint8Array())).toBe('application/pdf');
    expect(typeOf('cut-short.docx', docx.subarray(0, 60))).toBe(DOCX_MIME);
  });
});
