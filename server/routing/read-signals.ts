import { highestClassification } from '../../contract/classification.ts';
import type { Message } from '../../contract/retrieval.ts';
import type { RouteSignals } from '../../contract/routing.ts';
import { classifyTask } from './classify-task.ts';
import { detectSensitive } from './detect-sensitive.ts';
import { estimateComplexity } from './estimate-complexity.ts';

const SIGNALS_VERSION = 'rules-1';

/** What the question itself says of the model that it needs, before anything is retrieved. */
export function readSignals(question: string, history: readonly Message[]): RouteSignals {
  const inQuestion = detectSensitive(question);
  const inHistory = history.map((message) => detectSensitive(message.content).classification);
  return {
    version: SIGNALS_VERSION,
    task: classifyTask(question),
    complexity: estimateComplexity(question, history),
    sensitivity: {
      value: highestClassification([inQuestion.classification, ...inHistory]),
      entities: [...inQuestion.entities],
    },
  };
}
