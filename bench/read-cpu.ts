import { readFileSync } from 'node:fs';
import { findProcesses } from './read-memory.ts';

/** Clock ticks of a second on Linux. */
const TICKS_PER_SECOND = 100;
/** Fields of /proc/<pid>/stat behind the name in brackets: time in user mode, and in the kernel. */
const USER_TICKS = 11;
const KERNEL_TICKS = 12;

/** CPU seconds that each program below a process has used until now, by its name. */
export function readCpuSeconds(processId: number): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const { id, process } of findProcesses(processId)) {
    sums.set(process, (sums.get(process) ?? 0) + cpuSecondsOf(id));
  }
  return sums;
}

function cpuSecondsOf(id: number): number {
  const stat = readFileSync(`/proc/${id}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[USER_TICKS]) + Number(fields[KERNEL_TICKS])) / TICKS_PER_SECOND;
}
