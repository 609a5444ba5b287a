import { inWorkspace } from '../../db/workspace-database.ts';
import type { Database } from '../../db/client.ts';
import { AppError } from '../../platform/errors.ts';
import type { OpenClassifier } from '../classifiers/open-classifiers.ts';
import { createBell } from './bell.ts';
import { findStep } from './ticket.ts';
import type { WorkflowPorts } from './workflow-ports.ts';

export function openWorkflowPorts(deps: {
  readonly database: Database;
  readonly openClassifier: OpenClassifier;
}): WorkflowPorts {
  return {
    bell: createBell(),
    async refuseUnknownClassifier({ workspaceId }, workflow) {
      const step = findStep(workflow, 'classify');
      if (step === null) return;
      try {
        await deps.openClassifier(inWorkspace(deps.database, workspaceId), step);
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== 'not_found') throw error;
        const message = `The workflow "${workflow.name}" cannot classify: ${error.message}`;
        throw new AppError('conflict', message, { cause: error });
      }
    },
  };
}
