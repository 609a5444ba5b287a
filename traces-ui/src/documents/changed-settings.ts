import type { Document } from '../../../contract/document.ts';

export type DocumentSettings = Pick<Document, 'title' | 'tags' | 'classification' | 'acl'>;

export function settingsOf(document: Document): DocumentSettings {
  const { title, tags, classification, acl } = document;
  return { title, tags, classification, acl };
}

/** Only what differs from the document as it is: another's change to the rest must not be undone. */
export function changedSettings(
  document: Document,
  settings: DocumentSettings,
): Partial<DocumentSettings> {
  return {
    ...(settings.title === document.title ? {} : { title: settings.title }),
    ...(settings.classification === document.classification
      ? {}
      : { classification: settings.classification }),
    ...(isSameList(settings.tags, document.tags) ? {} : { tags: settings.tags }),
    ...(isSameList(settings.acl, document.acl) ? {} : { acl: settings.acl }),
  };
}

function isSameList(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((value, index) => value === other[index]);
}
