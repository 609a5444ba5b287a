import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { loaderArguments } from '../../platform/loader-arguments.ts';

/** The programs of this folder that run as processes of their own. */
export type EntryName = 'main' | 'make-cluster';

/**
 * Forks one of the programs beside this file, compiled or from its source, whichever this is. It
 * gets one argument and an empty environment: the keys in ours are none of its business.
 */
export function forkEntry(name: EntryName, argument: string): ChildProcess {
  const fromSource = import.meta.url.endsWith('.ts');
  const entry = new URL(fromSource ? `./${name}.ts` : `./${name}.js`, import.meta.url);
  return fork(fileURLToPath(entry), [argument], {
    execArgv: [...loaderArguments(entry)],
    env: {},
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
}
