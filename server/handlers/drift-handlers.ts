import { DRIFT_LIMITS } from '../../contract/drift.ts';
import type { DriftAttribution } from '../../contract/drift-attribution.ts';
import { DriftAttributionId, TraceId } from '../../contract/ids.ts';
import {
  findDriftAttribution,
  insertDriftAttribution,
  listDriftAttributions,
} from '../../db/queries/drift-attributions.ts';
import { listDriftSamples } from '../../db/queries/drift-samples.ts';
import { inWorkspace } from '../../db/workspace-database.ts';
import { AppError } from '../../platform/errors.ts';
import { traceReaderFor } from '../access/reader-for.ts';
import { hasScope, type Caller } from '../caller.ts';
import { openAttribution } from '../drift/open-attribution.ts';
import { readLedger } from '../drift/read-ledger.ts';
import { runAttribution } from '../drift/run-attribution.ts';
import type { Handlers } from '../http/handlers.ts';
import type { Services } from '../services.ts';
import { decodeCursor, toPage } from './cursor.ts';
import { readTime } from './read-time.ts';

type DriftHandlers = Pick<
  Handlers,
  | 'getDrift'
  | 'listDriftSamples'
  | 'createDriftAttribution'
  | 'listDriftAttributions'
  | 'getDriftAttribution'
>;

export function createDriftHandlers(services: Services): DriftHandlers {
  const scoped = (caller: Caller) => inWorkspace(services.database, caller.workspaceId);
  return {
    async getDrift({ caller, query }) {
      const { window, reference_to: referenceTo } = query;
      const scope = {
        ...readTime(query, DRIFT_LIMITS, services.clock()),
        by: traceReaderFor(caller),
        window,
        referenceTo: toInstant(referenceTo),
      };
      return { body: await readLedger(scoped(caller), services.database, scope) };
    },

    async listDriftSamples({ caller, query }) {
      const { limit, cursor, from, to } = query;
      const samples = await listDriftSamples(scoped(caller), {
        by: traceReaderFor(caller),
        from: toInstant(from),
        to: toInstant(to),
        limit: limit + 1,
        before: decodeCursor(cursor, TraceId),
      });
      return { body: toPage(samples, limit, (sample) => sample.trace_id) };
    },

    async createDriftAttribution({ caller, body: request }) {
      const attribution = await openAttribution({ caller, request }, services);
      const id = DriftAttributionId.parse(services.newId());
      await insertDriftAttribution(scoped(caller), {
        id,
        apiKeyId: caller.apiKeyId,
        request,
        createdAt: services.clock(),
      });
      services.background.start(() => runAttribution(id, attribution, services));
      return { body: await requireAttribution(caller, id) };
    },

    async listDriftAttributions({ caller, query }) {
      const { limit, cursor } = query;
      const attributions = await listDriftAttributions(scoped(caller), {
        onlyApiKeyId: ownOnly(caller),
        limit: limit + 1,
        before: decodeCursor(cursor, DriftAttributionId),
      });
      return { body: toPage(attributions, limit, ({ id }) => id) };
    },

    async getDriftAttribution({ caller, params }) {
      return { body: await requireAttribution(caller, params.id) };
    },
  };

  async function requireAttribution(
    caller: Caller,
    id: DriftAttributionId,
  ): Promise<DriftAttribution> {
    const wanted = { id, onlyApiKeyId: ownOnly(caller) };
    const attribution = await findDriftAttribution(scoped(caller), wanted);
    if (attribution === null) throw new AppError('not_found', 'There is no such attribution.');
    return attribution;
  }
}

/** What it measured may rest on documents that others may not read. */
function ownOnly(caller: Caller) {
  return hasScope(caller, 'admin') ? null : caller.apiKeyId;
}

function toInstant(text: string | undefined): Date | null {
  return text === undefined ? null : new Date(text);
}
