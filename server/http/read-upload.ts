import type { Readable, Writable } from 'node:stream';
import type { Request, Response } from 'express';
import multer, { MulterError } from 'multer';
import { UploadFields } from '../../contract/document.ts';
import { AppError } from '../../platform/errors.ts';
import type { UploadedFile } from './handlers.ts';
import type { HttpLimits } from './limits.ts';
import { refuseEncoding, runMiddleware, withinTime } from './read-body.ts';
import { refuseHostileValues } from './refuse-hostile-values.ts';
import { validate } from './validate.ts';

export interface Upload {
  readonly files: readonly UploadedFile[];
  readonly fields: UploadFields;
}

export type ReadUpload = (request: Request, response: Response) => Promise<Upload>;

const FILE_FIELD = 'file';
const MAX_NAME_SHOWN = 200;
const REPLACEMENT_CHARACTER = '\u{fffd}';
const LIST_FIELDS: ReadonlySet<string> = new Set(['source', 'title', 'tags', 'acl']);
const COMMA_FIELDS: ReadonlySet<string> = new Set(['tags', 'acl']);

export function isMultipart(request: Request): boolean {
  return /^multipart\/form-data\s*(?:;|$)/i.test(request.headers['content-type'] ?? '');
}

/** @throws (the returned function) AppError or HttpRefusal, with a 4xx status */
export function createUploadReader(limits: HttpLimits): ReadUpload {
  const parse = createParser(limits);
  return async (request, response) => {
    refuseEncoding(request);
    if (Number(request.headers['content-length'] ?? 0) > limits.uploadTotalBytes) {
      throw tooLarge(limits);
    }
    await withinTime(
      limits.uploadTimeoutMs,
      runMiddleware(parse, request, response).catch((error: unknown) => {
        throw explain(error, limits);
      }),
    );
    return { files: readFiles(request), fields: readFields(request.body) };
  };
}

function createParser(limits: HttpLimits): ReturnType<multer.Multer['array']> {
  const options = {
    storage: multer.memoryStorage(),
    defParamCharset: 'utf8',
    limits: {
      fileSize: limits.uploadFileBytes,
      files: limits.uploadFiles,
      fields: limits.uploadFields,
      fieldSize: limits.uploadFieldBytes,
      fieldNameSize: 100,
      fieldNestingDepth: 0,
      headerPairs: 20,
    },
    streamHandler: (request: Request, form: Writable) => feed(request, form, limits),
  };
  return multer(options).array(FILE_FIELD);
}

/** Feeds the parser, and watches for what it would pass over in silence. */
function feed(request: Request, form: Writable, limits: HttpLimits): void {
  let byteCount = 0;
  request.on('data', (bytes: Buffer) => {
    byteCount += bytes.length;
    if (byteCount > limits.uploadTotalBytes) form.emit('error', tooLarge(limits));
  });
  form.on('file', (_name: unknown, content: Readable, about: { readonly filename?: string }) => {
    const { filename = '' } = about;
    if (filename === '') form.emit('error', refusal('/file', 'must have a file name'));
    // Before the parser's own listener, which knows the field and not the file.
    content.prependListener('limit', () => form.emit('error', fileTooLarge(filename, limits)));
  });
  request.pipe(form);
}

function readFiles(request: Request): readonly UploadedFile[] {
  const files = Array.isArray(request.files) ? request.files : [];
  if (files.length === 0) throw refusal('/file', 'at least one file is required');
  return files.map((file) => {
    if (file.originalname.includes('\0') || file.originalname.includes(REPLACEMENT_CHARACTER)) {
      throw refusal('/file', 'has a file name that is not valid UTF-8');
    }
    return { fileName: file.originalname, bytes: file.buffer, declaredMime: file.mimetype };
  });
}

function readFields(form: unknown): UploadFields {
  const fields = new Map<string, unknown>();
  for (const [name, value] of Object.entries(form ?? {})) {
    const values: unknown[] = Array.isArray(value) ? value : [value];
    // The parser puts this character where bytes are not UTF-8, and cannot be told to refuse them.
    if (values.some((text) => String(text).includes(REPLACEMENT_CHARACTER))) {
      throw refusal(`/${name}`, 'is not valid UTF-8');
    }
    if (COMMA_FIELDS.has(name)) fields.set(name, values.flatMap(splitAtCommas));
    else fields.set(name, LIST_FIELDS.has(name) ? values : value);
  }
  const upload = Object.fromEntries(fields);
  refuseHostileValues(upload);
  return validate(UploadFields, upload, 'body');
}

function splitAtCommas(value: unknown): string[] {
  return String(value)
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

const MULTER_COMPLAINTS: Readonly<Record<string, string>> = {
  LIMIT_FIELD_KEY: 'has a field whose name is too long',
  LIMIT_FIELD_VALUE: 'has a field whose value is too long',
  LIMIT_FIELD_COUNT: 'has too many fields',
  LIMIT_FIELD_NESTING: 'has a field whose name contains brackets',
  LIMIT_UNEXPECTED_FILE: 'has a file in a field that is not called "file"',
  MISSING_FIELD_NAME: 'has a field without a name',
  INVALID_FIELD_NAME: 'has a field whose name is not valid',
};

/** Everything that goes wrong while parsing into memory is the client's doing. */
function explain(error: unknown, limits: HttpLimits): AppError {
  if (error instanceof AppError) return error;
  if (!(error instanceof MulterError)) {
    return new AppError('malformed_request', 'The multipart body is malformed or incomplete.');
  }
  if (error.code === 'LIMIT_FILE_COUNT' || error.code === 'LIMIT_PART_COUNT') {
    return new AppError('too_large', `An upload may have at most ${limits.uploadFiles} files.`);
  }
  const complaint = MULTER_COMPLAINTS[error.code] ?? 'is not valid';
  return new AppError('invalid_value', `The upload ${complaint}.`);
}

function fileTooLarge(filename: string, limits: HttpLimits): AppError {
  const name = JSON.stringify(filename.slice(0, MAX_NAME_SHOWN).toWellFormed());
  return new AppError(
    'too_large',
    `The file ${name} is larger than ${megabytes(limits.uploadFileBytes)}.`,
  );
}

function tooLarge(limits: HttpLimits): AppError {
  const size = megabytes(limits.uploadTotalBytes);
  return new AppError('too_large', `An upload may have at most ${size} in all.`);
}

function megabytes(bytes: number): string {
  return `${Math.floor(bytes / (1024 * 1024))} MB`;
}

function refusal(path: string, message: string): AppError {
  return new AppError('invalid_value', 'The upload has fields that are not valid.', {
    fields: [{ path, message }],
  });
}
