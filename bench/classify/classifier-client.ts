import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Agent, fetch } from 'undici';
import type { z } from 'zod';
import { TrainedVersion, type Example } from '../../contract/classifier.ts';
import { ClassifyResponse } from '../../contract/classify.ts';

export interface ClassifierClient {
  train(name: string, examples: readonly Example[]): Promise<TrainedVersion>;
  /** Up to 256 texts. */
  classify(request: {
    readonly classifier: string;
    readonly texts: readonly string[];
    readonly store: boolean;
  }): Promise<ClassifyResponse>;
}

/** On a busy machine a training takes minutes. */
const HEADERS_TIMEOUT_MS = 1_800_000;

/** A client with the key that the first start left in the data directory. */
export function createClassifierClient(url: string, dataDirectory: string): ClassifierClient {
  const key = readFileSync(join(dataDirectory, 'admin-key'), 'utf8').trim();
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  const dispatcher = new Agent({ headersTimeout: HEADERS_TIMEOUT_MS });
  async function post<Schema extends z.ZodType>(
    path: string,
    schema: Schema,
    body: unknown,
  ): Promise<z.output<Schema>> {
    const response = await fetch(`${url}${path}`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers,
      dispatcher,
    });
    if (!response.ok) throw new Error(`${path} gave ${response.status}: ${await response.text()}`);
    return schema.parse(await response.json());
  }
  return {
    train: (name, examples) => post('/v1/classifiers', TrainedVersion, { name, examples }),
    classify: (request) => post('/v1/classify', ClassifyResponse, request),
  };
}
