import { diffWordsWithSpace } from 'diff';
import type { TextChange } from '../../../contract/version-diff.ts';

/** What a corrected text changes in a draft, word by word. */
export function findWordChanges(draft: string, corrected: string): readonly TextChange[] {
  return diffWordsWithSpace(draft, corrected).map(({ value, added, removed }) => ({
    op: added ? 'insert' : removed ? 'delete' : 'equal',
    text: value,
  }));
}
