import { readMemory, type ProcessMemory } from './read-memory.ts';

export interface ProcessPeaks {
  /** Of each program at its own worst; several document readers count together. */
  readonly processes: readonly ProcessMemory[];
  /** Of all of them at the worst moment, which is less than the sum of their own. */
  readonly inAllMb: number;
}

export interface ProcessWatch {
  /** Ends the watch. */
  stop(): ProcessPeaks;
}

const SAMPLE_MS = 50;

/** Samples the resident memory of a process and everything below it, all along: readers come and go. */
export function watchProcesses(processId: number): ProcessWatch {
  const peaks = new Map<string, number>();
  let inAllMb = 0;
  const timer = setInterval(() => {
    const sample = sumByName(sampleFamily(processId));
    for (const [name, megabytes] of sample) {
      peaks.set(name, Math.max(peaks.get(name) ?? 0, megabytes));
    }
    inAllMb = Math.max(
      inAllMb,
      [...sample.values()].reduce((sum, megabytes) => sum + megabytes, 0),
    );
  }, SAMPLE_MS);
  return {
    stop() {
      clearInterval(timer);
      const processes = [...peaks].map(([process, megabytes]) => ({ process, megabytes }));
      return { processes, inAllMb };
    },
  };
}

/** A process may end while it is looked at: then there is no sample. */
function sampleFamily(processId: number): readonly ProcessMemory[] {
  try {
    return readMemory(processId);
  } catch {
    return [];
  }
}

function sumByName(memory: readonly ProcessMemory[]): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const { process, megabytes } of memory) {
    sums.set(process, (sums.get(process) ?? 0) + megabytes);
  }
  return sums;
}
