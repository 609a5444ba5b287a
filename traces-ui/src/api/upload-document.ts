import type { ResponseOf } from '../../../contract/endpoint-types.ts';
import { problemFromText, unreachable } from './problem-error.ts';
import { randomKey } from './random-key.ts';
import { trustContract } from './trust-contract.ts';

export interface Upload {
  readonly file: File;
  readonly collection: string;
  /** From 0 to 1, while the bytes leave. */
  readonly onProgress: (fraction: number) => void;
}

/**
 * Sends one file to be ingested. XMLHttpRequest, because `fetch` cannot tell how much has been sent.
 * @throws ProblemError when the file is refused or the server cannot be reached.
 */
export async function uploadDocument(upload: Upload): Promise<ResponseOf<'createDocuments'>> {
  const form = new FormData();
  form.set('collection', upload.collection);
  form.append('file', upload.file, upload.file.name);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', '/v1/documents');
    request.setRequestHeader('idempotency-key', randomKey());
    request.upload.addEventListener('progress', (event) => {
      if (event.lengthComputable) upload.onProgress(event.loaded / event.total);
    });
    request.addEventListener('error', () => reject(unreachable(null)));
    request.addEventListener('load', () => {
      if (request.status === 202) resolve(trustContract(JSON.parse(request.responseText)));
      else reject(problemFromText(request.responseText, request.status));
    });
    request.send(form);
  });
}
