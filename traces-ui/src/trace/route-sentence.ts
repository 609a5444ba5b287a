import type { RouteSummary } from '../../../contract/routing.ts';
import { FALLBACK_WORDS, TASK_WORDS } from '../ui/terms/route-terms.ts';

/** Why this model answered, in one sentence. */
export function describeRoute(route: RouteSummary): string {
  const task = TASK_WORDS[route.task].toLowerCase();
  const read = `Read as ${article(task)} ${task} (complexity ${route.complexity.toFixed(2)}, ${route.sensitivity} information)`;
  const escalation =
    route.escalations.length === 0 ? '' : `, escalated ${times(route.escalations.length)}`;
  const fallback = route.fallback === null ? '' : `, ${FALLBACK_WORDS[route.fallback.kind]}`;
  return `${read}; answered by ${route.model} (${route.provider}, ${route.tier} tier)${escalation}${fallback}.`;
}

function article(word: string): 'a' | 'an' {
  return /^[aeiou]/.test(word) ? 'an' : 'a';
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}
