import type { SourceEntry } from '../connector.ts';
import { pathProblem, sizeProblem } from '../describe-entry.ts';
import type { PageState } from './fetch-page.ts';
import { fileNameOf } from './page-file-name.ts';

/** The address that stands for a page: as the URL standard writes it, without its fragment. */
export function pageAddress(text: string): string {
  const url = new URL(text);
  url.hash = '';
  return url.href;
}

/** The entry of a page, or null for one that is gone. */
export function describePage(url: string, state: PageState): SourceEntry | null {
  if (state.kind === 'gone') return null;
  const entry = { path: url, fileName: fileNameOf(url, null) };
  if (state.kind === 'problem') {
    return { ...entry, fingerprint: '', size: null, problem: state.problem };
  }
  const { fingerprint, size } = state;
  return { ...entry, fingerprint, size, problem: pathProblem(url) ?? sizeProblem(size) };
}
