import type { RouteSummary } from '../../../contract/routing.ts';
import { FALLBACK_WORDS, TASK_WORDS } from '../ui/terms/route-terms.ts';

/** What the question was read as and who got it, in one sentence; what came of it is the outcome's to say. */
export function describeRoute(route: RouteSummary): string {
  const task = TASK_WORDS[route.task].toLowerCase();
  const read = `Read as ${article(task)} ${task} (complexity ${route.complexity.toFixed(2)}, ${route.sensitivity} information)`;
  const escalation =
    route.escalations.length === 0 ? '' : `, escalated ${times(route.escalations.length)}`;
  const fallback =
    route.fallback === null ? '' : `, answered ${FALLBACK_WORDS[route.fallback.kind]}`;
  return `${read}; sent to ${route.model} (${route.provider}, ${route.tier} tier)${escalation}${fallback}.`;
}

function article(word: string): 'a' | 'an' {
  return /^[aeiou]/.test(word) ? 'an' : 'a';
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}
