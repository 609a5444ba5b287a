import { extname } from 'node:path/posix';

const EXTENSION_BY_TYPE: Readonly<Record<string, readonly [string, ...string[]]>> = {
  'text/html': ['.html', '.htm'],
  'application/xhtml+xml': ['.html', '.htm', '.xhtml'],
  'text/markdown': ['.md', '.markdown'],
  'text/csv': ['.csv'],
  'application/pdf': ['.pdf'],
  'application/json': ['.json'],
  'application/x-ndjson': ['.jsonl', '.ndjson'],
  'message/rfc822': ['.eml'],
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': ['.docx'],
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': ['.pptx'],
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': ['.xlsx'],
};
const MAX_NAME_CHARS = 200;

/**
 * A file name for a page: the last part of its path, with the extension that its media type promises.
 * Plain text keeps whatever extension it has, as source code and Markdown are often served as such.
 */
export function fileNameOf(url: string, contentType: string | null): string {
  const name = lastPartOf(url);
  const type = contentType?.split(';')[0]?.trim().toLowerCase() ?? '';
  const extensions = EXTENSION_BY_TYPE[type];
  if (extensions === undefined) {
    return type === 'text/plain' && extname(name) === '' ? `${name}.txt` : name;
  }
  return extensions.includes(extname(name).toLowerCase()) ? name : `${name}${extensions[0]}`;
}

function lastPartOf(url: string): string {
  const part = new URL(url).pathname.split('/').findLast((text) => text !== '') ?? 'index';
  return decoded(part).replaceAll('/', '-').slice(-MAX_NAME_CHARS);
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
