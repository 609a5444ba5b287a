import { Button, NumberInput, Select } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { BodyInput } from '../../../contract/endpoint-types.ts';
import type { DraftedGoldItems } from '../../../contract/gold-draft.ts';
import { call } from '../api/client.ts';
import { collectionsQuery, modelsQuery } from '../api/queries.ts';
import { useMay } from '../api/use-session.ts';
import { ActionError } from '../ui/ActionError.tsx';
import { formatCost, formatQuantity } from '../ui/format.ts';
import page from '../ui/page.module.css';
import { NO_DRAFT_WORDS } from './no-draft-words.ts';

const COUNT = 20;
const MAX_COUNT = 200;
/** Each of them is a call. */
const MAX_MODEL_COUNT = 50;
const TEMPLATES = 'template';
const ANY_MODEL = 'auto';

/** Has items drafted from a collection: by templates or, where one is configured, by a model. */
export function DraftForm({ name }: { readonly name: string }) {
  const [collection, setCollection] = useState<string | null>(null);
  const [count, setCount] = useState<string | number>(COUNT);
  const [writer, setWriter] = useState(TEMPLATES);
  const collections = useQuery(collectionsQuery());
  const writers = useWriters();
  const draft = useDrafting(name);
  const max = writer === TEMPLATES ? MAX_COUNT : MAX_MODEL_COUNT;
  return (
    <>
      <div className={page.toolbar}>
        <Select
          label="Collection"
          data={(collections.data?.data ?? []).map((one) => one.name)}
          value={collection}
          onChange={setCollection}
        />
        {writers.length > 1 && (
          <Select
            label="Written by"
            data={writers}
            value={writer}
            onChange={(chosen) => setWriter(chosen ?? TEMPLATES)}
            allowDeselect={false}
          />
        )}
        <NumberInput
          label="Drafts at most"
          min={1}
          max={max}
          allowDecimal={false}
          value={count}
          onChange={setCount}
        />
        <Button
          data-fit
          variant="default"
          loading={draft.isPending}
          disabled={collection === null || Number(count) < 1}
          onClick={() => {
            if (collection === null) return;
            draft.mutate({ collection, count: Math.min(Number(count), max), ...writtenBy(writer) });
          }}
        >
          Draft
        </Button>
      </div>
      <ActionError error={draft.error} />
      {draft.isSuccess && <Drafted made={draft.data} />}
    </>
  );
}

function Drafted({ made }: { readonly made: DraftedGoldItems }) {
  const { data, documents, asked, not_kept: notKept, usage } = made;
  const from =
    asked === 0 ? '' : `, ${formatQuantity(asked, 'chunk')} for ${formatCost(usage.cost_usd)}`;
  return (
    <div aria-live="polite">
      <p className={page.lead}>
        {formatQuantity(data.length, 'new draft')} from {formatQuantity(documents, 'document')}
        {from}.
      </p>
      {notKept.length > 0 && (
        <ul aria-label="Not kept">
          {notKept.map(({ reason, count }) => (
            <li key={reason}>
              {formatQuantity(count, 'chunk')} without a draft: {NO_DRAFT_WORDS[reason]}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** Templates alone where no model is configured, or none may be seen. */
function useWriters() {
  const mayAsk = useMay('ask');
  const models = useQuery({ ...modelsQuery(), enabled: mayAsk });
  const names = (models.data?.data ?? [])
    .map(({ id }) => id)
    .filter((id) => id !== ANY_MODEL && !id.startsWith('builtin'));
  return [
    { value: TEMPLATES, label: 'Templates' },
    ...(names.length === 0 ? [] : [{ value: ANY_MODEL, label: 'A model, as routed' }]),
    ...names.map((id) => ({ value: `model:${id}`, label: id })),
  ];
}

function writtenBy(writer: string): Pick<BodyInput<'draftGoldItems'>, 'by' | 'model'> {
  if (writer === TEMPLATES) return { by: 'template' };
  return writer === ANY_MODEL
    ? { by: 'model' }
    : { by: 'model', model: writer.slice('model:'.length) };
}

function useDrafting(name: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: BodyInput<'draftGoldItems'>) =>
      call('draftGoldItems', { params: { name }, body }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['gold-drafts', name] }),
  });
}
