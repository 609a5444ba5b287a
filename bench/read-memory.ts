import { readdirSync, readFileSync } from 'node:fs';

export interface ProcessMemory {
  readonly process: string;
  readonly megabytes: number;
}

/** What each program of ours is called, by a part of its command line. */
const NAMES = [
  ['scripts/start.mjs', 'launcher'],
  ['embedded/main', 'database'],
  ['server/main', 'server'],
  ['ingest/main', 'worker'],
  ['prepare-child-main', 'document reader'],
] as const;

/** Resident memory (VmRSS) of a process and everything below it; pages they share count for each. */
export function readMemory(processId: number): readonly ProcessMemory[] {
  const family = familyOf(processId).map((id) => ({
    process: nameOf(id),
    megabytes: residentKilobytes(id) / 1024,
  }));
  // One that has ended and is not yet forgotten has neither memory nor name.
  return family.filter(({ megabytes }) => megabytes > 0);
}

/** A process and everything below it by name, as they run now. */
export function findProcesses(
  processId: number,
): readonly { readonly id: number; readonly process: string }[] {
  return familyOf(processId).map((id) => ({ id, process: nameOf(id) }));
}

/** A process and everything below it. */
export function familyOf(processId: number): readonly number[] {
  const tasks = readdirSync(`/proc/${processId}/task`);
  const children = tasks.flatMap((task) =>
    readFileSync(`/proc/${processId}/task/${task}/children`, 'utf8').split(' ').filter(Boolean),
  );
  return [processId, ...children.flatMap((child) => familyOf(Number(child)))];
}

function nameOf(processId: number): string {
  const commandLine = readFileSync(`/proc/${processId}/cmdline`, 'utf8');
  return NAMES.find(([part]) => commandLine.includes(part))?.[1] ?? commandLine;
}

function residentKilobytes(processId: number): number {
  const status = readFileSync(`/proc/${processId}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0);
}
