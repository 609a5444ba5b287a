import { AppError } from '../../platform/errors.ts';
import { createBell } from './bell.ts';
import { findStep } from './ticket.ts';
import type { WorkflowPorts } from './workflow-ports.ts';

export function openWorkflowPorts(): WorkflowPorts {
  return {
    bell: createBell(),
    async classifyTicket({ classifier }) {
      throw new AppError('not_found', `There is no classifier named "${classifier}".`);
    },
    async refuseUnknownClassifier(_caller, workflow) {
      const step = findStep(workflow, 'classify');
      if (step === null) return;
      throw new AppError('conflict', `There is no classifier named "${step.classifier}".`);
    },
  };
}
