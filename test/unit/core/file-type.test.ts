import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { detectFileType, DOCX_MIME } from '../../../core/file-type.ts';

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
  });

  it('reads a file without a known extension by its content', () => {
    expect(typeOf('policy', pdf)).toBe('application/pdf');
    expect(typeOf('policy.bin', docx)).toBe(DOCX_MIME);
    expect(typeOf('README', 'Grüße')).toBe('text/plain');
    expect(typeOf('page', '\ufeff <!-- saved --><html><body>')).toBe('text/html');
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
      /^mismatch: .*an Excel workbook; save the sheet as CSV/,
    );
  });

  it('says how to save a format that it cannot read', () => {
    expect(typeOf('old.doc', ole2('WordDocument'))).toMatch(/^unsupported: .*save it as \.docx/);
    expect(typeOf('old.xls', ole2('Workbook'))).toMatch(/^unsupported: .*save the sheet as CSV/);
    expect(typeOf('deck.pptx', zipSync({ 'ppt/presentation.xml': strToU8('<p/>') }))).toMatch(
      /^unsupported: .*PowerPoint/,
    );
    expect(typeOf('all.zip', zipSync({ 'a.txt': strToU8('a') }))).toMatch(/one by one/);
    expect(typeOf('letter.rtf', '{\\rtf1 Hello}')).toMatch(/RTF/);
    expect(typeOf('scan.png', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0]))).toMatch(/image/);
    expect(typeOf('program', new Uint8Array([1, 0, 2]))).toMatch(/neither .* nor UTF-8 text/);
  });

  it('tells a password-protected Office file', () => {
    expect(typeOf('book.xlsx', ole2('EncryptedPackage'))).toMatch(/password-protected/);
    expect(typeOf('policy.docx', ole2('EncryptedPackage'))).toBe(DOCX_MIME);
  });

  it('leaves what is wrong inside a text to its parser', () => {
    expect(typeOf('notes.txt', new Uint8Array([0x67, 0xfc, 0x6e]))).toBe('text/plain');
    expect(typeOf('empty.pdf', new Uint8Array())).toBe('application/pdf');
    expect(typeOf('cut-short.docx', docx.subarray(0, 60))).toBe(DOCX_MIME);
  });
});
