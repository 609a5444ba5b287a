import { v7 as uuidv7 } from 'uuid';
import { countForAlerts } from '../../../../db/queries/alert-figures.ts';
import * as alerts from '../../../../db/queries/alerts.ts';
import type { WorkspaceDatabase } from '../../../../db/workspace-database.ts';
import type { QueryCalls } from './query-call.ts';

const NAME = 'slow';
const AT = new Date('2026-03-01T00:00:00Z');

function open(database: WorkspaceDatabase, detail = 'slow'): Promise<void> {
  return alerts.insertAlert(database, { id: uuidv7(), name: NAME, detail, value: 1, openedAt: AT });
}

function save(database: WorkspaceDatabase): Promise<boolean> {
  return alerts.saveAlertState(database, {
    name: NAME,
    state: 'open',
    since: AT,
    value: 1,
    detail: 'slow',
    evidence: null,
    lookedAt: AT,
    looksBefore: null,
  });
}

export const ALERT_CALLS: QueryCalls = {
  countForAlerts: (database) =>
    countForAlerts(database, {
      since: new Date(0),
      until: new Date(Date.now() + 1e6),
      slowMs: 1,
    }),
  insertAlert: (database) => open(database),
  closeAlert: async (database) => {
    await open(database);
    const closed = await alerts.closeAlert(database, { name: NAME, at: AT });
    return { ...closed, id: null };
  },
  listAlerts: async (database) => {
    await open(database);
    const listed = await alerts.listAlerts(database, { state: null, limit: 10, before: null });
    return listed.map((alert) => ({ ...alert, id: null }));
  },
  saveAlertState: save,
  listAlertStates: async (database) => {
    await save(database);
    return alerts.listAlertStates(database);
  },
  deleteAlertState: async (database) => {
    await save(database);
    await alerts.deleteAlertState(database, NAME);
    return 'deleted';
  },
};
