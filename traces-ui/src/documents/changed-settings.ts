import type { Document } from '../../../contract/document.ts';

export type DocumentSettings = Pick<Document, 'title' | 'tags' | 'classification' | 'acl'>;

export function settingsOf(document: Document): DocumentSettings {
  const { title, tags, classification, acl } = document;
  return { title, tags, classification, acl };
}

/** Only what was changed since the form was filled: another's change to the rest must not be undone. */
export function changedSettings(
  loaded: DocumentSettings,
  settings: DocumentSettings,
): Partial<DocumentSettings> {
  return {
    ...(settings.title === loaded.title ? {} : { title: settings.title }),
    ...(settings.classification === loaded.classification
      ? {}
      : { classification: settings.classification }),
    ...(isSameList(settings.tags, loaded.tags) ? {} : { tags: settings.tags }),
    ...(isSameList(settings.acl, loaded.acl) ? {} : { acl: settings.acl }),
  };
}

function isSameList(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((value, index) => value === other[index]);
}
