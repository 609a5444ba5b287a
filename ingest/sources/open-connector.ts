import { tmpdir } from 'node:os';
import type { SourcesConfig } from '../../contract/config.ts';
import { createSafeFetch } from '../../platform/safe-fetch.ts';
import { checkSourceAddresses, sourceFetchPolicy } from '../../platform/source-access.ts';
import type { Connector, ConnectorDeps, FollowedSource } from './connector.ts';
import { openFolderConnector } from './folder/folder-connector.ts';
import { openUrlConnector } from './web/url-connector.ts';

/** What connectors of this process work with. */
export function connectorDeps(
  config: SourcesConfig,
  secrets: ReadonlyMap<string, string>,
): ConnectorDeps {
  const policy = sourceFetchPolicy(config);
  return {
    config,
    secrets,
    openFetch: (limits) => createSafeFetch({ policy, ...limits }),
    temporaryFolder: tmpdir(),
    now: () => new Date(),
  };
}

/**
 * Opens the connector of a source's kind. Throws `AppError`: `invalid_value` for what the operator does not
 * allow, `unavailable` for a place that is not there.
 */
export async function openConnector(
  source: FollowedSource,
  deps: ConnectorDeps,
): Promise<Connector> {
  const { settings, name, known } = source;
  checkSourceAddresses(settings, deps.config);
  // The libraries of these are loaded by those who follow such a source: 20 MB that most workers do without.
  switch (settings.kind) {
    case 'folder':
      return openFolderConnector({ name, settings }, deps);
    case 'url':
      return openUrlConnector({ settings, known }, deps);
    case 'sitemap': {
      const { openSitemapConnector } = await import('./web/sitemap-connector.ts');
      return openSitemapConnector({ settings, known }, deps);
    }
    case 'git': {
      const { openGitConnector } = await import('./git/git-connector.ts');
      return openGitConnector({ name, settings }, deps);
    }
    case 's3': {
      const { openS3Connector } = await import('./s3/s3-connector.ts');
      return openS3Connector({ name, settings }, deps);
    }
  }
}
