import { Button, Select, TagsInput, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Document } from '../../../contract/document.ts';
import { call } from '../api/client.ts';
import { fieldErrors } from '../api/field-errors.ts';
import { ActionError } from '../ui/ActionError.tsx';
import { Panel } from '../ui/Panel.tsx';
import { CLASSIFICATION_TONES } from '../ui/terms/route-terms.ts';
import { valueIn, valuesOf } from '../ui/terms/term.ts';
import { changedSettings, settingsOf } from './changed-settings.ts';
import styles from './document.module.css';
import { refreshDocument } from './refresh-document.ts';

/** What can be said of a document without ingesting it again; it counts from the next question on. */
export function SettingsTab({ document }: { readonly document: Document }) {
  const queryClient = useQueryClient();
  const [loaded, setLoaded] = useState(() => settingsOf(document));
  const [settings, setSettings] = useState(loaded);
  const patch = changedSettings(loaded, settings);
  const save = useMutation({
    mutationFn: () => call('patchDocument', { params: { id: document.id }, body: patch }),
    onSuccess: async (saved) => {
      setLoaded(settingsOf(saved));
      setSettings(settingsOf(saved));
      await refreshDocument(queryClient, saved);
    },
  });
  const errors = fieldErrors(save.error);
  const hasChanged = Object.keys(patch).length > 0;
  return (
    <Panel
      title="Settings"
      aside="They count from the next question on; nothing is embedded again."
    >
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <TextInput
          size="xs"
          label="Title"
          maxLength={500}
          value={settings.title}
          error={errors.at('/title')}
          onChange={({ currentTarget: { value } }) => setSettings({ ...settings, title: value })}
        />
        <Select
          size="xs"
          label="Classification"
          allowDeselect={false}
          data={valuesOf(CLASSIFICATION_TONES)}
          value={settings.classification}
          error={errors.at('/classification')}
          onChange={(value) => {
            const classification = valueIn(CLASSIFICATION_TONES, value);
            if (classification !== undefined) setSettings({ ...settings, classification });
          }}
        />
        <TagsInput
          size="xs"
          label="Groups that may read it"
          description="None means everyone in the workspace. Enter adds one."
          value={[...settings.acl]}
          error={errors.at('/acl')}
          onChange={(acl) => setSettings({ ...settings, acl })}
        />
        <TagsInput
          size="xs"
          label="Tags"
          description="Enter adds one."
          value={[...settings.tags]}
          error={errors.at('/tags')}
          onChange={(tags) => setSettings({ ...settings, tags })}
        />
        <div className={styles.formEnd}>
          <Button size="xs" type="submit" disabled={!hasChanged} loading={save.isPending}>
            Save
          </Button>
          <output>{save.isSuccess && !hasChanged ? 'Saved.' : ''}</output>
        </div>
        <ActionError error={save.error} />
      </form>
    </Panel>
  );
}
