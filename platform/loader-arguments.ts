import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

/** What Node is given to run a module of ours: from the sources the loader of its parent, compiled nothing. */
export function loaderArguments(module: URL): readonly string[] {
  if (!module.pathname.endsWith('.ts')) return [];
  const loader = createRequire(import.meta.url).resolve('tsx');
  return ['--import', pathToFileURL(loader).href];
}
