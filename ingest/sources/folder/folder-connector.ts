import type { FolderSettings } from '../../../contract/source.ts';
import { resolveAllowedFolder } from '../../../platform/source-access.ts';
import type { Connector, ConnectorDeps, SourceEntry } from '../connector.ts';
import { describeFile, pathBelowSource } from '../describe-entry.ts';
import { createPathFilter } from '../select-paths.ts';
import { listFolder } from './list-folder.ts';
import { readSettledFile } from './read-settled-file.ts';

export interface FolderSource {
  readonly name: string;
  readonly settings: FolderSettings;
}

/**
 * Follows the files below a folder of this machine. Hidden files, symbolic links to folders, and links
 * that lead out of the folder are passed over.
 */
export async function openFolderConnector(
  { name, settings }: FolderSource,
  { config }: Pick<ConnectorDeps, 'config'>,
): Promise<Connector> {
  const root = await resolveAllowedFolder(settings.path, config);
  const isFollowed = createPathFilter(settings);

  async function* list(signal: AbortSignal): AsyncGenerator<SourceEntry> {
    for await (const { path, fingerprint, size } of listFolder(root, signal)) {
      if (!isFollowed(path)) continue;
      yield describeFile({ sourceName: name, path, fingerprint, size });
    }
  }

  return {
    list,
    async read(entry, signal) {
      const path = pathBelowSource(entry, name);
      const { bytes, fingerprint } = await readSettledFile({ root, path, signal });
      return { bytes, fileName: entry.fileName, fingerprint };
    },
    async close() {},
  };
}
