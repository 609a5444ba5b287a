import type { TicketClassification } from '../../contract/workflow-step.ts';
import { inWorkspace } from '../../db/workspace-database.ts';
import type { Database } from '../../db/client.ts';
import { AppError } from '../../platform/errors.ts';
import { classifyTexts, type ClassifierDeps } from '../classifiers/classify-texts.ts';
import { createBell } from './bell.ts';
import { findStep } from './ticket.ts';
import type { WorkflowPorts } from './workflow-ports.ts';

export function openWorkflowPorts(
  deps: ClassifierDeps & { readonly database: Database },
): WorkflowPorts {
  return {
    bell: createBell(),
    async classifyTicket({ caller, classifier, version, text }): Promise<TicketClassification> {
      const database = inWorkspace(deps.database, caller.workspaceId);
      const wanted = { classifier, version, texts: [text], minProbability: 0 };
      const { opened, labels } = await classifyTexts(deps, database, wanted);
      const [said] = labels;
      if (said === undefined) throw new Error('A classifier said nothing of a text.');
      const { label, probability, top, why, abstained } = said;
      const { name, version: used } = opened;
      return { classifier: name, version: used, label, probability, top, why, abstained };
    },
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
