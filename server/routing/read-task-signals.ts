import type { RouteSignals, Task } from '../../contract/routing.ts';
import { readSignals, type SignalSettings } from './read-signals.ts';

/** The signals of a call that says itself which task it is. */
export function readTaskSignals(
  task: Task,
  question: string,
  settings: Partial<Omit<SignalSettings, 'isSearched'>>,
): RouteSignals {
  const signals = readSignals(question, [], { ...settings, isSearched: false });
  const given = { value: task, confidence: 1, top: [{ task, confidence: 1 }] };
  return { ...signals, task: { ...signals.task, ...given } };
}
