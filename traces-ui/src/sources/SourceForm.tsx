import { Button, Select, TagsInput, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Classification } from '../../../contract/classification.ts';
import type { SourceKind } from '../../../contract/source.ts';
import { call } from '../api/client.ts';
import { type FieldErrors, fieldErrors } from '../api/field-errors.ts';
import { ActionError } from '../ui/ActionError.tsx';
import { Panel } from '../ui/Panel.tsx';
import { CLASSIFICATION_TONES } from '../ui/terms/route-terms.ts';
import { SOURCE_KIND_WORDS } from '../ui/terms/source-terms.ts';
import { valueIn, valuesOf } from '../ui/terms/term.ts';
import { wordOptionsOf } from '../ui/terms/term-options.ts';
import { describeInterval } from './describe-source.ts';
import {
  buildSettings,
  SOURCE_FIELDS,
  type SourceField,
  type SourceValues,
} from './source-form.ts';
import styles from './sources.module.css';

const INTERVALS_SECONDS = [60, 300, 3_600, 86_400] as const;
const ONLY_WHEN_ASKED = 'asked';

interface SourceFormProps {
  readonly kind: SourceKind;
  readonly onKind: (kind: SourceKind) => void;
  readonly onClose: () => void;
}

/** Adds a source. What the server finds wrong is said at its field. */
export function SourceForm({ kind, onKind, onClose }: SourceFormProps) {
  const queryClient = useQueryClient();
  const [values, setValues] = useState<SourceValues>({ collection: 'default' });
  const [interval, setInterval] = useState<number | null>(3_600);
  const [defaults, setDefaults] = useState<Defaults>(NO_DEFAULTS);
  const add = useMutation({
    mutationFn: () =>
      call('createSource', {
        body: {
          name: values['name']?.trim() ?? '',
          collection: values['collection']?.trim() ?? '',
          interval_seconds: interval,
          settings: buildSettings(kind, values),
          defaults: givenDefaults(defaults),
        },
      }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['sources'] });
      onClose();
    },
  });
  const errors = fieldErrors(add.error);
  const set = (name: string, value: string) =>
    setValues((current) => ({ ...current, [name]: value }));
  return (
    <Panel title="Add a source">
      <form
        className={styles.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          add.mutate();
        }}
      >
        <Select
          size="xs"
          label="Kind"
          allowDeselect={false}
          data={wordOptionsOf(SOURCE_KIND_WORDS)}
          value={kind}
          onChange={(value) => {
            const chosen = valueIn(SOURCE_KIND_WORDS, value);
            if (chosen !== undefined) onKind(chosen);
          }}
        />
        <TextInput
          size="xs"
          label="Name"
          description="Its documents' paths begin with it; a–z, 0–9 and -."
          required
          value={values['name'] ?? ''}
          error={errors.at('/name')}
          onChange={(event) => set('name', event.currentTarget.value)}
        />
        {SOURCE_FIELDS[kind].map((field) => (
          <SettingInput
            key={field.name}
            field={field}
            value={values[field.name] ?? ''}
            error={errors.at(`/settings/${field.name}`)}
            onValue={(value) => set(field.name, value)}
          />
        ))}
        <Select
          size="xs"
          label="Followed"
          allowDeselect={false}
          data={[
            { value: ONLY_WHEN_ASKED, label: describeInterval(null) },
            ...INTERVALS_SECONDS.map((seconds) => ({
              value: String(seconds),
              label: describeInterval(seconds),
            })),
          ]}
          value={interval === null ? ONLY_WHEN_ASKED : String(interval)}
          error={errors.at('/interval_seconds')}
          onChange={(value) => setInterval(value === ONLY_WHEN_ASKED ? null : Number(value))}
        />
        <TextInput
          size="xs"
          label="Collection"
          value={values['collection'] ?? ''}
          error={errors.at('/collection')}
          onChange={(event) => set('collection', event.currentTarget.value)}
        />
        <DefaultsInputs defaults={defaults} errors={errors} onDefaults={setDefaults} />
        <div className={styles.formEnd}>
          <Button size="xs" type="submit" loading={add.isPending}>
            Add source
          </Button>
          <Button size="xs" variant="default" onClick={onClose}>
            Close
          </Button>
          <FormError error={add.error} errors={errors} kind={kind} />
        </div>
      </form>
    </Panel>
  );
}

interface Defaults {
  readonly classification: Classification | null;
  readonly tags: readonly string[];
  readonly acl: readonly string[];
}

const NO_DEFAULTS: Defaults = { classification: null, tags: [], acl: [] };

/** What was left empty is left out: rules and the service decide it. */
function givenDefaults({ classification, tags, acl }: Defaults) {
  return {
    ...(classification === null ? {} : { classification }),
    ...(tags.length === 0 ? {} : { tags: [...tags] }),
    ...(acl.length === 0 ? {} : { acl: [...acl] }),
  };
}

interface DefaultsInputsProps {
  readonly defaults: Defaults;
  readonly errors: FieldErrors;
  readonly onDefaults: (defaults: Defaults) => void;
}

/** What documents of the source get when they are added. */
function DefaultsInputs({ defaults, errors, onDefaults }: DefaultsInputsProps) {
  return (
    <>
      <Select
        size="xs"
        label="Classification of what is added"
        placeholder="internal, unless a rule says otherwise"
        clearable
        data={valuesOf(CLASSIFICATION_TONES)}
        value={defaults.classification}
        error={errors.at('/defaults/classification')}
        onChange={(value) =>
          onDefaults({ ...defaults, classification: valueIn(CLASSIFICATION_TONES, value) ?? null })
        }
      />
      <TagsInput
        size="xs"
        label="Groups that may read what is added"
        description="None means everyone in the workspace."
        value={[...defaults.acl]}
        error={errors.at('/defaults/acl')}
        onChange={(acl) => onDefaults({ ...defaults, acl })}
      />
      <TagsInput
        size="xs"
        label="Tags of what is added"
        value={[...defaults.tags]}
        error={errors.at('/defaults/tags')}
        onChange={(tags) => onDefaults({ ...defaults, tags })}
      />
    </>
  );
}

interface SettingInputProps {
  readonly field: SourceField;
  readonly value: string;
  readonly error: string | null;
  readonly onValue: (value: string) => void;
}

function SettingInput({ field, value, error, onValue }: SettingInputProps) {
  const input = {
    size: 'xs',
    label: field.label,
    description: field.description,
    placeholder: field.placeholder,
    required: field.isRequired ?? false,
    value,
    error,
  } as const;
  return field.takes === 'lines' ? (
    <Textarea {...input} autosize minRows={2} onChange={(e) => onValue(e.currentTarget.value)} />
  ) : (
    <TextInput {...input} onChange={(event) => onValue(event.currentTarget.value)} />
  );
}

interface FormErrorProps {
  readonly error: Error | null;
  readonly errors: FieldErrors;
  readonly kind: SourceKind;
}

/** What no field of the form can show; where all is said at the fields, it says so. */
function FormError({ error, errors, kind }: FormErrorProps) {
  if (error === null) return null;
  const shown = [
    '/name',
    '/collection',
    '/interval_seconds',
    '/defaults',
    ...SOURCE_FIELDS[kind].map(({ name }) => `/settings/${name}`),
  ];
  const besides = errors.besides(shown);
  if (besides.length > 0) return <ActionError error={new Error(besides.join(' · '))} />;
  const areAtFields = shown.some((pointer) => errors.at(pointer) !== null);
  return <ActionError error={areAtFields ? new Error('Some fields are not valid.') : error} />;
}
