import { readMemory } from '../read-memory.ts';

export interface MemoryPeaks {
  /** Of one worker at its worst, without the processes below it. */
  readonly workerMb: number;
  /** Of a worker together with its document readers, at one moment. */
  readonly withReadersMb: number;
}

export interface MemoryWatch {
  /** Ends the watch. */
  stop(): MemoryPeaks;
}

const SAMPLE_MS = 50;

/** Samples the resident memory of workers and what they have started, all along. */
export function watchMemory(workerIds: () => readonly number[]): MemoryWatch {
  let workerMb = 0;
  let withReadersMb = 0;
  const timer = setInterval(() => {
    for (const id of workerIds()) {
      const family = sampleFamily(id);
      workerMb = Math.max(workerMb, family[0] ?? 0);
      withReadersMb = Math.max(withReadersMb, sumOf(family));
    }
  }, SAMPLE_MS);
  return {
    stop() {
      clearInterval(timer);
      return { workerMb, withReadersMb };
    },
  };
}

/** The worker's own memory first. A process may end while it is looked at: then there is no sample. */
function sampleFamily(id: number): readonly number[] {
  try {
    return readMemory(id).map(({ megabytes }) => megabytes);
  } catch {
    return [];
  }
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
