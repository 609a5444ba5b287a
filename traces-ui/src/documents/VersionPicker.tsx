import { Select } from '@mantine/core';
import type { DocumentVersionSummary } from '../../../contract/document-version.ts';
import { formatDateTime } from '../ui/format.ts';

interface VersionPickerProps {
  readonly versions: readonly DocumentVersionSummary[];
  readonly version: number;
  readonly onVersion: (version: number) => void;
}

/** The versions of a document with the time in which each served. */
export function VersionPicker({ versions, version, onVersion }: VersionPickerProps) {
  if (versions.length === 0) return null;
  return (
    <Select
      size="xs"
      aria-label="Version"
      allowDeselect={false}
      w={280}
      data={versions.map((one) => ({ value: String(one.version), label: describeVersion(one) }))}
      value={String(version)}
      onChange={(value) => value !== null && onVersion(Number(value))}
    />
  );
}

function describeVersion(version: DocumentVersionSummary): string {
  return version.served_until === null
    ? `Version ${version.version}, serves now`
    : `Version ${version.version}, until ${formatDateTime(version.served_until)}`;
}
