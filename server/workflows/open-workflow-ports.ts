import type { WorkflowConfig } from '../../contract/workflow-config.ts';
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
    async refuseUnknownLabels({ workspaceId }, workflow) {
      const step = findStep(workflow, 'classify');
      if (step === null) return;
      const opened = await deps
        .openClassifier(inWorkspace(deps.database, workspaceId), step)
        .catch((error: unknown) => {
          if (!(error instanceof AppError) || error.code !== 'not_found') throw error;
          const message = `The workflow "${workflow.name}" cannot classify: ${error.message}`;
          throw new AppError('conflict', message, { cause: error });
        });
      const unknown = labelsNamedBy(workflow).find((label) => !opened.labels.includes(label));
      if (unknown === undefined) return;
      const asked = `${opened.name}@${opened.version}`;
      const message = `The workflow "${workflow.name}" names the label "${unknown}", which ${asked} does not know.`;
      throw new AppError('conflict', message);
    },
  };
}

function labelsNamedBy(workflow: WorkflowConfig): readonly string[] {
  const held = findStep(workflow, 'policy')?.review_when.labels ?? [];
  return [...held, ...Object.keys(findStep(workflow, 'retrieve')?.sources_by_label ?? {})];
}
