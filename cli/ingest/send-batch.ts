import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Classification } from '../../contract/classification.ts';
import type { IngestRunId } from '../../contract/ids.ts';
import { AppError, messageOf } from '../../platform/errors.ts';
import type { ApiClient } from '../api-client.ts';
import type { Clock } from '../command-context.ts';
import { ProblemError } from '../problem-error.ts';
import type { FoundFile, LeftOutFile } from './find-files.ts';

export interface DocumentSettings {
  readonly collection?: string;
  readonly tag?: readonly string[];
  readonly classification?: Classification;
  readonly acl?: readonly string[];
}

export interface SendDeps {
  readonly client: ApiClient;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly settings: DocumentSettings;
}

export interface SentBatch {
  readonly runs: readonly { readonly id: IngestRunId; readonly fileCount: number }[];
  readonly failed: readonly LeftOutFile[];
}

const MAX_TRIES = 5;
const DEFAULT_RETRY_SECONDS = 2;
const MAX_RETRY_SECONDS = 30;
/** Refusals that may be about one file of several. */
const FILE_PROBLEMS: ReadonlySet<number> = new Set([400, 413, 415, 422]);

/**
 * Sends files in one request. Where the server refuses them, each half is sent by itself, so that one
 * bad file fails alone and with its own reason. Throws when the server cannot be used at all.
 */
export async function sendBatch(files: readonly FoundFile[], deps: SendDeps): Promise<SentBatch> {
  const { form, unreadable } = await buildForm(files, deps.settings);
  const readable = files.filter((file) => !unreadable.some((other) => other.path === file.source));
  if (readable.length === 0) return { runs: [], failed: unreadable };
  try {
    const { value } = await uploadPatiently(form, deps);
    return { runs: [{ id: value.run_id, fileCount: readable.length }], failed: unreadable };
  } catch (error) {
    if (!(error instanceof ProblemError) || !FILE_PROBLEMS.has(error.status)) throw error;
    const [only, ...others] = readable;
    if (only !== undefined && others.length === 0)
      return {
        runs: [],
        failed: [...unreadable, { path: only.source, reason: reasonOf(error, only) }],
      };
    return mergeBatches([{ runs: [], failed: unreadable }, ...(await sendHalves(readable, deps))]);
  }
}

async function sendHalves(
  files: readonly FoundFile[],
  deps: SendDeps,
): Promise<readonly SentBatch[]> {
  const middle = Math.ceil(files.length / 2);
  return [
    await sendBatch(files.slice(0, middle), deps),
    await sendBatch(files.slice(middle), deps),
  ];
}

/** Tries again when the server is busy or the connection broke; the key makes that safe. */
async function uploadPatiently(form: FormData, deps: SendDeps) {
  const idempotencyKey = deps.newId();
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await deps.client.upload(form, idempotencyKey);
    } catch (error) {
      const seconds = secondsToWait(error);
      if (seconds === null || attempt >= MAX_TRIES) throw error;
      await deps.clock.sleep(Math.min(seconds, MAX_RETRY_SECONDS) * 1000);
    }
  }
}

/** Null for an error that another try would meet again. */
function secondsToWait(error: unknown): number | null {
  if (error instanceof AppError && error.code === 'unavailable') return DEFAULT_RETRY_SECONDS;
  if (!(error instanceof ProblemError)) return null;
  const isBusy = error.status === 429 || error.status === 503 || error.status === 409;
  return isBusy ? (error.retryAfterSeconds ?? DEFAULT_RETRY_SECONDS) : null;
}

async function buildForm(files: readonly FoundFile[], settings: DocumentSettings) {
  const form = new FormData();
  const unreadable: LeftOutFile[] = [];
  if (settings.collection !== undefined) form.append('collection', settings.collection);
  if (settings.classification !== undefined) form.append('classification', settings.classification);
  for (const tag of settings.tag ?? []) form.append('tags', tag);
  for (const group of settings.acl ?? []) form.append('acl', group);
  for (const file of files) {
    try {
      const blob = new Blob([await readFile(file.path)], { type: file.mime });
      form.append('source', file.source);
      form.append('file', blob, basename(file.path));
    } catch (error) {
      unreadable.push({ path: file.source, reason: messageOf(error) });
    }
  }
  return { form, unreadable };
}

function mergeBatches(batches: readonly SentBatch[]): SentBatch {
  return {
    runs: batches.flatMap((batch) => batch.runs),
    failed: batches.flatMap((batch) => batch.failed),
  };
}

/** The detail mostly says it all; where it does not name the file, the first field says what is wrong. */
function reasonOf({ problem }: ProblemError, file: FoundFile): string {
  const detail = problem.detail.replace(`${file.source}: `, '');
  const [field] = problem.errors ?? [];
  const isComplete = field === undefined || detail.includes(basename(file.path));
  return isComplete ? detail : `${detail} (${field.message})`;
}
