import { Autocomplete, Button, FileButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Upload } from 'lucide-react';
import { useState } from 'react';
import { collectionsQuery } from '../api/queries.ts';
import { RevealedText } from '../ui/RevealedText.tsx';
import {
  describeUpload,
  documentOf,
  isSettled,
  progressOf,
  type UploadItem,
} from './upload-item.ts';
import { useFileDrop } from './use-file-drop.ts';
import { useUploads } from './use-uploads.ts';
import styles from './upload.module.css';

const ACCEPTED =
  '.md,.markdown,.txt,.html,.htm,.pdf,.docx,.pptx,.xlsx,.csv,.eml,.json,.jsonl,.ndjson';
const COLLECTION_NAME = /^[a-z0-9-]{1,64}$/;

/** A button and a drop area for files, and how far each of them has come. */
export function UploadPanel() {
  const { items, add, clear } = useUploads();
  const { data: collections } = useQuery(collectionsQuery());
  const [collection, setCollection] = useState('default');
  const isNameValid = COLLECTION_NAME.test(collection);
  const addFiles = (files: readonly File[]) => {
    if (isNameValid && files.length > 0) add(files, collection);
  };
  const isOver = useFileDrop(addFiles);
  return (
    <section className={styles.panel} aria-label="Upload" data-over={isOver || undefined}>
      <div className={styles.row}>
        <Upload size={18} aria-hidden="true" />
        <p className={styles.words}>
          <strong>Drop files here</strong> or choose them. Markdown, text, HTML, PDF, Word,
          PowerPoint, Excel, CSV, e-mail, JSON or source code, up to 25 MB each.
        </p>
        <Autocomplete
          size="xs"
          aria-label="Collection for the files"
          data={(collections?.data ?? []).map((one) => one.name)}
          value={collection}
          onChange={setCollection}
          error={isNameValid ? null : 'Use a–z, 0–9 and -'}
          className={styles.collection ?? ''}
        />
        <FileButton
          multiple
          accept={ACCEPTED}
          onChange={addFiles}
          inputProps={{ 'aria-label': 'Files' }}
        >
          {(props) => (
            <Button size="xs" {...props} disabled={!isNameValid}>
              Choose files
            </Button>
          )}
        </FileButton>
      </div>
      {items.length > 0 && <UploadList items={items} onClear={clear} />}
    </section>
  );
}

interface UploadListProps {
  readonly items: readonly UploadItem[];
  readonly onClear: () => void;
}

function UploadList({ items, onClear }: UploadListProps) {
  const settledCount = items.filter((item) => isSettled(item.state)).length;
  return (
    <div>
      <output className={styles.summary}>
        {settledCount} of {items.length} finished
        {settledCount > 0 && (
          <Button size="compact-xs" variant="subtle" onClick={onClear}>
            Clear finished
          </Button>
        )}
      </output>
      <ul className={styles.items}>
        {items.map((item) => (
          <UploadLine key={item.id} item={item} />
        ))}
      </ul>
    </div>
  );
}

function UploadLine({ item }: { readonly item: UploadItem }) {
  const { state, name } = item;
  const { words, tone } = describeUpload(state);
  const documentId = documentOf(state);
  const percent = Math.round(progressOf(state) * 100);
  return (
    <li className={styles.item}>
      <span className={styles.name}>
        {documentId === null ? (
          <RevealedText text={name} />
        ) : (
          <Link to="/documents/$documentId" params={{ documentId }}>
            <RevealedText text={name} />
          </Link>
        )}
      </span>
      <progress
        className={styles.track}
        data-tone={tone}
        max={100}
        value={percent}
        aria-label={`Progress of ${name}`}
      />
      <span className={styles.state} data-tone={tone}>
        <RevealedText text={words} />
      </span>
    </li>
  );
}
