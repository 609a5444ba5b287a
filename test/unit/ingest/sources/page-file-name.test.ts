import { describe, expect, it } from 'vitest';
import { fileNameOf } from '../../../../ingest/sources/web/page-file-name.ts';

describe('fileNameOf', () => {
  it.each([
    ['https://example.com/', 'text/html; charset=utf-8', 'index.html'],
    ['https://example.com/docs/leave/', 'text/html', 'leave.html'],
    ['https://example.com/leave.php?id=1', 'text/html', 'leave.php.html'],
    ['https://example.com/leave.htm', 'TEXT/HTML', 'leave.htm'],
    ['https://example.com/download', 'application/pdf', 'download.pdf'],
    ['https://example.com/readme.md', 'text/plain', 'readme.md'],
    ['https://example.com/notes', 'text/plain', 'notes.txt'],
    ['https://example.com/a%20b.pdf', null, 'a b.pdf'],
    ['https://example.com/a%2Fb.pdf', 'application/octet-stream', 'a-b.pdf'],
    ['https://example.com/100%', null, '100%'],
  ])('names %s of %s', (url, type, expected) => {
    expect(fileNameOf(url, type)).toBe(expected);
  });
});
