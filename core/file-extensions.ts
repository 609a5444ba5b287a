import { DOCUMENT_MIMES, type DocumentMime } from '../contract/document.ts';

export const DOCX_MIME = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
export const PPTX_MIME =
  'application/vnd.openxmlformats-officedocument.presentationml.presentation';
export const XLSX_MIME = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

const SOURCE_EXTENSIONS =
  'ts tsx mts cts js jsx mjs cjs py pyi java kt kts scala groovy go rs c h cc cpp cxx hpp hh m mm cs fs vb swift dart rb php pl pm lua r jl ex exs erl hrl hs ml clj sh bash zsh fish ps1 bat sql graphql proto tf yaml yml toml ini cfg conf properties env xml xsd xsl css scss sass less vue svelte src';

const EXTENSIONS: Readonly<Record<DocumentMime, string>> = {
  'text/markdown': 'md markdown',
  'text/plain': 'txt text log',
  'text/html': 'html htm xhtml',
  'text/csv': 'csv tsv',
  'application/pdf': 'pdf',
  [DOCX_MIME]: 'docx docm',
  [PPTX_MIME]: 'pptx pptm ppsx',
  [XLSX_MIME]: 'xlsx xlsm',
  'message/rfc822': 'eml',
  'application/json': 'json',
  'application/x-ndjson': 'jsonl ndjson',
  'text/x-source': SOURCE_EXTENSIONS,
};

const MIME_BY_EXTENSION: ReadonlyMap<string, DocumentMime> = new Map(
  DOCUMENT_MIMES.flatMap((mime) =>
    EXTENSIONS[mime].split(' ').map((extension) => [extension, mime] as const),
  ),
);

/** The type that a file name promises, or null when its extension promises none of ours. */
export function mimeOfName(fileName: string): DocumentMime | null {
  const dot = fileName.lastIndexOf('.');
  if (dot < 0) return null;
  return MIME_BY_EXTENSION.get(fileName.slice(dot + 1).toLowerCase()) ?? null;
}
