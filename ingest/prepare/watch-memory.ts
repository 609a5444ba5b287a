import { readFile } from 'node:fs/promises';

const POLL_MS = 100;

/**
 * Tells again and again how much resident memory a process holds, and returns the function that ends the
 * watch. V8's heap limit does not count buffers, in which a 1 MB PDF can unfold to 4 GB. Only Linux tells
 * (`/proc`); elsewhere the time limit alone bounds it.
 */
export function watchMemory(processId: number, onReading: (megabytes: number) => void): () => void {
  let isEnded = false;
  const timer = setInterval(() => void read(), POLL_MS);
  return () => {
    isEnded = true;
    clearInterval(timer);
  };

  async function read(): Promise<void> {
    const megabytes = await readResidentMegabytes(processId);
    if (megabytes !== null && !isEnded) onReading(megabytes);
  }
}

async function readResidentMegabytes(processId: number): Promise<number | null> {
  try {
    const status = await readFile(`/proc/${processId}/status`, 'utf8');
    const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(status)?.[1];
    return kilobytes === undefined ? null : Number(kilobytes) / 1024;
  } catch {
    return null;
  }
}
