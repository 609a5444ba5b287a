import type { DriftAttributionId } from '../../contract/ids.ts';
import {
  endDriftAttribution,
  noteAttributionProgress,
} from '../../db/queries/drift-attributions.ts';
import { inWorkspace } from '../../db/workspace-database.ts';
import { AppError, messageOf } from '../../platform/errors.ts';
import type { Services } from '../services.ts';
import { attribute } from './attribute.ts';
import type { Attribution } from './open-attribution.ts';

/** Works on an attribution until it is done, and keeps what came of it; throws only what nobody expected. */
export async function runAttribution(
  id: DriftAttributionId,
  attribution: Attribution,
  services: Services,
): Promise<void> {
  const database = inWorkspace(services.database, attribution.caller.workspaceId);
  try {
    const result = await attribute(
      attribution,
      (replays) => noteAttributionProgress(database, id, replays),
      services,
    );
    await endDriftAttribution(database, id, { result });
  } catch (error) {
    await endDriftAttribution(database, id, { failure: explain(error, services) });
    if (!services.stopping.aborted && !(error instanceof AppError)) throw error;
  }
}

function explain(error: unknown, { stopping }: Services): string {
  if (stopping.aborted) return 'The server was stopped before it was done.';
  if (error instanceof AppError) return messageOf(error);
  return 'It could not be done; the log of the server says why.';
}
