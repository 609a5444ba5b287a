import type { AlertRule } from '../../contract/alert.ts';
import type { WorkspaceId } from '../../contract/ids.ts';
import { countForAlerts } from '../../db/queries/alert-figures.ts';
import {
  closeAlert,
  deleteAlertState,
  insertAlert,
  listAlertStates,
  listWorkspaceIds,
  saveAlertState,
  type AlertStateRow,
} from '../../db/queries/alerts.ts';
import { listOpenIncidents } from '../../db/queries/model-incidents.ts';
import { recordEvent } from '../../db/queries/webhook-deliveries.ts';
import { inTransaction, inWorkspace, type WorkspaceDatabase } from '../../db/workspace-database.ts';
import type { Services } from '../services.ts';
import { lookAtRule, type FigureSource } from './look-at-rule.ts';
import type { Look } from './look.ts';
import { openDriftSource } from './open-drift-source.ts';
import { stepAlert, type AlertStep } from './step-alert.ts';

const MINUTE_MS = 60_000;
const LOOK_EVERY_MS = 30_000;

type Watching = Pick<Services, 'database' | 'config' | 'clock' | 'newId' | 'logger' | 'stopping'>;

/** Looks at the figures of each workspace from time to time. Ends when the server is about to stop. */
export function startAlerts(services: Watching, lookEveryMs: number = LOOK_EVERY_MS): void {
  let isLooking = false;
  const look = async () => {
    if (isLooking) return;
    isLooking = true;
    try {
      await lookAtAll(services);
    } catch (error) {
      services.logger.warn({ err: error }, 'alert.not_looked');
    } finally {
      isLooking = false;
    }
  };
  const timer = setInterval(() => void look(), lookEveryMs).unref();
  services.stopping.addEventListener('abort', () => clearInterval(timer), { once: true });
}

/** One look at every rule in every workspace, at the time that the clock says. */
export async function lookAtAll(services: Watching): Promise<void> {
  for (const workspaceId of await listWorkspaceIds(services.database)) {
    await lookAtWorkspace(workspaceId, services);
  }
}

async function lookAtWorkspace(workspaceId: WorkspaceId, services: Watching): Promise<void> {
  const database = inWorkspace(services.database, workspaceId);
  const states = new Map((await listAlertStates(database)).map((row) => [row.name, row]));
  const now = services.clock();
  await forgetRemoved(states, { database, now }, services);
  const source = openSource(database, now, services);
  for (const rule of services.config.alerts) {
    const before = states.get(rule.name) ?? null;
    const look = await lookAtRule(rule, source, before);
    await settle({ rule, before, look, now, database }, services);
  }
}

/** What is not configured any more neither opens nor stays open. */
async function forgetRemoved(
  states: ReadonlyMap<string, AlertStateRow>,
  { database, now }: { readonly database: WorkspaceDatabase; readonly now: Date },
  { config }: Watching,
): Promise<void> {
  const configured = new Set(config.alerts.map(({ name }) => name));
  for (const name of states.keys()) {
    if (configured.has(name)) continue;
    await inTransaction(database, async (transaction) => {
      await deleteAlertState(transaction, name);
      const closed = await closeAlert(transaction, { name, at: now });
      if (closed === null) return;
      const detail = 'It is not configured any more.';
      const payload = { alert_id: closed.id, name, value: null, detail };
      await recordEvent(transaction, { event: 'alert.closed', payload });
    });
  }
}

function openSource(database: WorkspaceDatabase, now: Date, services: Watching): FigureSource {
  return {
    count: (minutes, slowMs) =>
      countForAlerts(database, {
        since: new Date(now.getTime() - minutes * MINUTE_MS),
        until: now,
        slowMs,
      }),
    openIncidents: async () => (await listOpenIncidents(services.database)).length,
    drift: openDriftSource(database, now),
  };
}

interface Settled {
  readonly rule: AlertRule;
  readonly before: AlertStateRow | null;
  readonly look: Look;
  readonly now: Date;
  readonly database: WorkspaceDatabase;
}

/** The state, the history and what webhooks are told are written together, by the server that looked first. */
async function settle(settled: Settled, services: Watching): Promise<void> {
  const { rule, before, look, now, database } = settled;
  const phase = { state: before?.state ?? 'ok', since: (before?.since ?? now).getTime() };
  const step = stepAlert(
    phase,
    { sight: look.sight, now: now.getTime() },
    {
      openAfterMs: rule.for_minutes * MINUTE_MS,
      closeAfterMs: rule.clear_for_minutes * MINUTE_MS,
    },
  );
  const isOurs = await inTransaction(database, async (transaction) => {
    const isSaved = await saveAlertState(transaction, {
      name: rule.name,
      state: step.phase.state,
      since: new Date(step.phase.since),
      value: look.value,
      detail: look.detail,
      evidence: look.evidence ?? null,
      lookedAt: now,
      looksBefore: before?.looks ?? null,
    });
    if (isSaved) await tell(step, { settled, transaction }, services);
    return isSaved;
  });
  if (!isOurs || step.change === null) return;
  const { workspaceId } = database;
  const told = {
    workspace_id: workspaceId,
    alert: rule.name,
    value: look.value,
    detail: look.detail,
  };
  if (step.change === 'opened') services.logger.warn(told, 'alert.opened');
  else services.logger.info(told, 'alert.closed');
}

async function tell(
  { change }: AlertStep,
  { settled, transaction }: { readonly settled: Settled; readonly transaction: WorkspaceDatabase },
  services: Watching,
): Promise<void> {
  const { rule, look, now } = settled;
  const { name } = rule;
  const { value, detail } = look;
  if (change === 'opened') {
    const id = services.newId();
    await insertAlert(transaction, { id, name, detail, value: value ?? 0, openedAt: now });
    const payload = { alert_id: id, name, value, detail };
    await recordEvent(transaction, { event: 'alert.opened', payload });
  } else if (change === 'closed') {
    const closed = await closeAlert(transaction, { name, at: now });
    if (closed === null) return;
    const payload = { alert_id: closed.id, name, value, detail };
    await recordEvent(transaction, { event: 'alert.closed', payload });
  }
}
