import { MultiSelect, NumberInput, Select, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { collectionsQuery } from '../api/queries.ts';
import { isOutOfBounds, LAB_BOUNDS, type LabFigure, type LabSearch } from '../search/lab-search.ts';
import { MomentInput } from '../ui/MomentInput.tsx';
import { Panel } from '../ui/Panel.tsx';
import { FUSION_WORDS } from '../ui/terms/ledger-terms.ts';
import { wordOptionsOf } from '../ui/terms/term-options.ts';
import { valueIn } from '../ui/terms/term.ts';
import styles from './lab.module.css';

interface LabSettingsProps {
  readonly question: string;
  readonly search: LabSearch;
  readonly onQuestion: (question: string) => void;
  readonly onChange: (change: LabSearch) => void;
}

/** The question and what may be tried with it. An empty field means as configured. */
export function LabSettings({ question, search, onQuestion, onChange }: LabSettingsProps) {
  const { data } = useQuery(collectionsQuery());
  return (
    <Panel title="Settings" aside="empty: as configured">
      <div className={styles.form}>
        <Textarea
          label="Question"
          autosize
          minRows={2}
          maxRows={8}
          value={question}
          onChange={(event) => onQuestion(event.currentTarget.value)}
        />
        <MultiSelect
          label="Collections"
          placeholder={search.collections === undefined ? 'All' : ''}
          size="xs"
          clearable
          searchable
          data={(data?.data ?? []).map(({ name }) => name)}
          value={search.collections?.split(',') ?? []}
          onChange={(names) => onChange({ collections: names.join(',') || undefined })}
        />
        <TextInput
          label="Only this source"
          size="xs"
          value={search.source ?? ''}
          onChange={(event) => onChange({ source: event.currentTarget.value || undefined })}
        />
        <MomentInput
          label="Documents as of"
          description="Empty: as they are now"
          value={search.as_of}
          onValue={(as_of) => onChange({ as_of })}
        />
        <Figure
          label="Chunks selected at most"
          name="max_chunks"
          {...{ search, onChange, step: 1 }}
        />
        <Figure
          label="Candidates of each leg"
          name="leg_depth"
          {...{ search, onChange, step: 10 }}
        />
        <Figure
          label="Context, in tokens"
          name="max_context_tokens"
          {...{ search, onChange, step: 500 }}
        />
        <Select
          label="Fusion of the legs"
          placeholder="As configured"
          size="xs"
          clearable
          data={wordOptionsOf(FUSION_WORDS)}
          value={search.fusion ?? null}
          onChange={(value) => onChange({ fusion: valueIn(FUSION_WORDS, value) })}
        />
        <Figure
          label="Weight of vectors, in percent"
          name="dense_weight"
          {...{ search, onChange, step: 5 }}
        />
      </div>
    </Panel>
  );
}

interface FigureProps {
  readonly label: string;
  readonly name: LabFigure;
  readonly search: LabSearch;
  readonly onChange: (change: LabSearch) => void;
  readonly step: number;
}

const MOST_DIGITS = 9;

/** Takes what is out of bounds, too, and says so: a number that is put right silently misleads. */
function Figure({ label, name, search, onChange, step }: FigureProps) {
  const { min, max } = LAB_BOUNDS[name];
  const value = search[name];
  return (
    <NumberInput
      label={label}
      size="xs"
      allowDecimal={false}
      allowNegative={false}
      isAllowed={({ value: typed }) => typed.length <= MOST_DIGITS}
      clampBehavior="none"
      {...{ min, max, step }}
      description={`${min} to ${max}`}
      error={isOutOfBounds(name, value) && `It must be a whole number from ${min} to ${max}.`}
      value={value ?? ''}
      onChange={(typed) => onChange({ [name]: typeof typed === 'number' ? typed : undefined })}
    />
  );
}
