import { readFileSync } from 'node:fs';
import { familyOf } from './read-memory.ts';

/** As Linux counts on every usual machine. */
const TICKS_PER_SECOND = 100;

/** Seconds of one core that a process and everything below it have used so far. */
export function readCpuSeconds(processId: number): number {
  return familyOf(processId).reduce((sum, id) => sum + ticksOf(id), 0) / TICKS_PER_SECOND;
}

/** Fields 14 and 15 of `stat`, counted behind the name, which may hold spaces. */
function ticksOf(processId: number): number {
  const stat = readFileSync(`/proc/${processId}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return Number(fields[11]) + Number(fields[12]);
}
