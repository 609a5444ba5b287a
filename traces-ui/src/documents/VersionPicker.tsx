import { Select } from '@mantine/core';
import type { DocumentVersionSummary } from '../../../contract/document-version.ts';
import { formatDateTime } from '../ui/format.ts';

interface VersionPickerProps {
  /** Shown above it where there are several. */
  readonly label?: string;
  readonly versions: readonly DocumentVersionSummary[];
  readonly version: number;
  /** The one that serves now; null when none does. */
  readonly serving: number | null;
  readonly onVersion: (version: number) => void;
}

/** The versions of a document with the time in which each served. */
export function VersionPicker(props: VersionPickerProps) {
  const { label, versions, version, serving, onVersion } = props;
  if (versions.length === 0) return null;
  return (
    <Select
      size="xs"
      {...(label === undefined ? { 'aria-label': 'Version' } : { label })}
      allowDeselect={false}
      w={280}
      data={versions.map((one) => ({
        value: String(one.version),
        label: describeVersion(one, serving),
      }))}
      value={String(version)}
      onChange={(value) => value !== null && onVersion(Number(value))}
    />
  );
}

function describeVersion(version: DocumentVersionSummary, serving: number | null): string {
  const name = `Version ${version.version}`;
  if (version.version === serving) return `${name}, serves now`;
  if (version.served_from === null) return `${name}, has not served`;
  const until = version.served_until;
  return until === null ? name : `${name}, until ${formatDateTime(until)}`;
}
