import { describe, expect, it } from 'vitest';
import { Document } from '../../../../contract/document.ts';
import {
  changedSettings,
  settingsOf,
} from '../../../../traces-ui/src/documents/changed-settings.ts';
import { documentId } from '../builders.ts';

const DOCUMENT = Document.parse({
  id: documentId(1),
  collection: 'default',
  source: 'leave.md',
  title: 'Leave',
  mime: 'text/markdown',
  tags: ['hr', 'leave'],
  classification: 'internal',
  acl: [],
  status: 'ready',
  version: 1,
  held_version: null,
  finding_count: 0,
  chunk_count: 1,
  byte_size: 10,
  error: null,
  created_at: '2026-11-23T16:00:00Z',
  updated_at: '2026-11-23T16:00:00Z',
});

describe('changedSettings', () => {
  it('sends nothing while nothing was changed', () => {
    expect(changedSettings(DOCUMENT, settingsOf(DOCUMENT))).toEqual({});
  });

  it('sends only what was changed', () => {
    const settings = { ...settingsOf(DOCUMENT), tags: ['hr'], acl: ['people'] };
    expect(changedSettings(DOCUMENT, settings)).toEqual({ tags: ['hr'], acl: ['people'] });
    const renamed = { ...settingsOf(DOCUMENT), title: 'Rules', classification: 'public' } as const;
    expect(changedSettings(DOCUMENT, renamed)).toEqual({
      title: 'Rules',
      classification: 'public',
    });
  });
});
