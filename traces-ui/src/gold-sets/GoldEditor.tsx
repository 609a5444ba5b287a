import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { GoldItem, GoldSetVersion } from '../../../contract/gold-set.ts';
import { call } from '../api/client.ts';
import { ActionError } from '../ui/ActionError.tsx';
import page from '../ui/page.module.css';
import { Panel } from '../ui/Panel.tsx';
import { RevealedText } from '../ui/RevealedText.tsx';
import table from '../ui/table.module.css';
import { PlainTag } from '../ui/Tag.tsx';
import { describeExpected, newItem, withItem } from './edit-items.ts';
import { ItemForm } from './ItemForm.tsx';

interface Props {
  readonly set: GoldSetVersion;
  readonly stored: readonly GoldItem[];
}

/** Changes are kept here until they are stored as the next version. */
export function GoldEditor({ set, stored }: Props) {
  const [items, setItems] = useState(stored);
  const [edited, setEdited] = useState<GoldItem | null>(null);
  const save = useSave(set);
  const isChanged = items !== stored;
  return (
    <>
      {edited !== null && (
        <ItemForm
          key={edited.id}
          item={edited}
          onDone={(item) => {
            setItems(withItem(items, edited.id, item));
            setEdited(null);
          }}
          onCancel={() => setEdited(null)}
        />
      )}
      <Panel
        title={`Items${isChanged ? ', changed' : ''}`}
        aside={
          <>
            <Button size="compact-xs" variant="default" onClick={() => setEdited(newItem(items))}>
              Add an item
            </Button>{' '}
            <Button
              size="compact-xs"
              disabled={!isChanged || items.length === 0}
              loading={save.isPending}
              onClick={() => save.mutate(items)}
            >
              Store as version {set.version + 1}
            </Button>
          </>
        }
      >
        <ActionError error={save.error} />
        <ItemTable
          items={items}
          onEdit={setEdited}
          onRemove={({ id }) => setItems(items.filter((item) => item.id !== id))}
        />
      </Panel>
    </>
  );
}

interface TableProps {
  readonly items: readonly GoldItem[];
  readonly onEdit: (item: GoldItem) => void;
  readonly onRemove: (item: GoldItem) => void;
}

function ItemTable({ items, onEdit, onRemove }: TableProps) {
  return (
    <div className={table.bare}>
      <table className={table.table} aria-label="Gold items">
        <thead>
          <tr>
            <th scope="col">Input</th>
            <th scope="col">Expected</th>
            <th scope="col">Sources</th>
            <th scope="col">
              <span className="visually-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={item.id}>
              <td className={table.main}>
                <PlainTag>{item.part}</PlainTag> <RevealedText text={item.input} />
                <div className={table.soft}>
                  <RevealedText text={item.id} />
                </div>
              </td>
              <td data-label="Expected" data-wide>
                <RevealedText text={describeExpected(item)} />
              </td>
              <td data-label="Sources" data-wide>
                <RevealedText text={item.sources.map(({ path }) => path).join(', ')} />
              </td>
              <td className={table.number}>
                <div className={page.toolbar}>
                  <Button
                    size="compact-xs"
                    variant="default"
                    aria-label={`Edit ${item.id}`}
                    onClick={() => onEdit(item)}
                  >
                    Edit
                  </Button>
                  <Button
                    size="compact-xs"
                    variant="default"
                    aria-label={`Remove ${item.id}`}
                    onClick={() => onRemove(item)}
                  >
                    Remove
                  </Button>
                </div>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function useSave({ name, version }: GoldSetVersion) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (items: readonly GoldItem[]) =>
      call('createGoldSet', {
        body: { name, note: 'Edited', base_version: version, items: [...items] },
      }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['gold-set', name] });
      await queryClient.invalidateQueries({ queryKey: ['gold-sets'] });
    },
  });
}
