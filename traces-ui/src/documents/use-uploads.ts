import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef, useState } from 'react';
import { call } from '../api/client.ts';
import { randomKey } from '../api/random-key.ts';
import { uploadDocument } from '../api/upload-document.ts';
import { isSettled, stateOfRun, type UploadItem, type UploadState } from './upload-item.ts';

const CONCURRENT_FILES = 3;
const POLL_MS = 700;

interface QueuedFile {
  readonly id: string;
  readonly file: File;
  readonly collection: string;
}

interface Uploads {
  readonly items: readonly UploadItem[];
  readonly add: (files: readonly File[], collection: string) => void;
  readonly clear: () => void;
}

/** Sends files a few at a time, each as a run of its own, and follows every run to its end. */
export function useUploads(): Uploads {
  const [items, setItems] = useState<readonly UploadItem[]>([]);
  const queue = useRef<QueuedFile[]>([]);
  const activeCount = useRef(0);
  const queryClient = useQueryClient();

  const setState = useCallback((id: string, state: UploadState) => {
    setItems((current) => current.map((item) => (item.id === id ? { ...item, state } : item)));
  }, []);

  const work = useCallback(async () => {
    activeCount.current += 1;
    for (let next = queue.current.shift(); next !== undefined; next = queue.current.shift()) {
      const { id } = next;
      await ingestFile(next, (state) => setState(id, state));
      await queryClient.invalidateQueries({ queryKey: ['documents'] });
      await queryClient.invalidateQueries({ queryKey: ['collections'] });
    }
    activeCount.current -= 1;
  }, [queryClient, setState]);

  const add = useCallback(
    (files: readonly File[], collection: string) => {
      const queued = files.map((file) => ({ id: randomKey(), file, collection }));
      queue.current.push(...queued);
      setItems((current) => [
        ...queued.map(({ id, file }) => ({
          id,
          name: file.name,
          state: { kind: 'waiting' as const },
        })),
        ...current,
      ]);
      const starts = Math.min(queued.length, CONCURRENT_FILES - activeCount.current);
      for (let started = 0; started < starts; started += 1) void work();
    },
    [work],
  );

  const clear = useCallback(
    () => setItems((current) => current.filter((item) => !isSettled(item.state))),
    [],
  );
  return { items, add, clear };
}

async function ingestFile(
  queued: QueuedFile,
  onState: (state: UploadState) => void,
): Promise<void> {
  try {
    onState({ kind: 'sending', fraction: 0 });
    const accepted = await uploadDocument({
      file: queued.file,
      collection: queued.collection,
      onProgress: (fraction) => onState({ kind: 'sending', fraction }),
    });
    const documentId = accepted.documents[0]?.id ?? '';
    for (;;) {
      const run = await call('getIngestRun', { params: { id: accepted.run_id } });
      const state = stateOfRun(run, documentId);
      onState(state);
      if (isSettled(state)) return;
      await pause(POLL_MS);
    }
  } catch (error) {
    onState({ kind: 'failed', reason: error instanceof Error ? error.message : 'It failed.' });
  }
}

async function pause(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}
