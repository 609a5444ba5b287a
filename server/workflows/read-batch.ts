import { describeIssue } from '../../contract/describe-issue.ts';
import { MAX_LISTED_LINES, WorkflowInput, type RefusedLine } from '../../contract/workflow.ts';
import { AppError } from '../../platform/errors.ts';
import type { SentLine } from '../http/read-lines.ts';

export interface Batch {
  readonly items: readonly (WorkflowInput & { readonly position: number })[];
  readonly refused: { readonly count: number; readonly lines: readonly RefusedLine[] };
}

/** Tickets by the lines that they stand in. A line that is none is refused, and the others run. */
export function readLines(lines: readonly SentLine[]): Batch {
  const read = lines.map(readLine);
  const items = read.flatMap((each) =>
    'item' in each ? [{ ...each.item, position: each.line }] : [],
  );
  const refused = read.flatMap((each) => ('detail' in each ? [each] : []));
  return keepFirstOfEachKey(items, refused);
}

/** Tickets by their place in the list. */
export function readInputs(inputs: readonly WorkflowInput[]): Batch {
  return keepFirstOfEachKey(
    inputs.map((input, index) => ({ ...input, position: index + 1 })),
    [],
  );
}

type Line = { readonly line: number; readonly item: WorkflowInput } | RefusedLine;

function readLine(sent: SentLine): Line {
  const { line } = sent;
  if ('refusal' in sent) return { line, detail: sent.refusal };
  const result = WorkflowInput.safeParse(sent.value, { error: describeIssue });
  if (result.success) return { line, item: result.data };
  const [issue] = result.error.issues;
  const field = issue?.path.map(String).join('.') ?? '';
  const message = issue?.message ?? 'is not a ticket';
  return { line, detail: field === '' ? `The line ${message}.` : `${field}: ${message}.` };
}

/** The same id with the same text is one ticket; with another text nobody knows which is meant. */
function keepFirstOfEachKey(items: Batch['items'], refused: readonly RefusedLine[]): Batch {
  const firsts = new Map<string, Batch['items'][number]>();
  const kept: Batch['items'][number][] = [];
  const contradictory: RefusedLine[] = [];
  for (const item of items) {
    const first = item.id === undefined ? undefined : firsts.get(item.id);
    if (first === undefined) {
      if (item.id !== undefined) firsts.set(item.id, item);
      kept.push(item);
    } else if (first.text !== item.text) {
      const detail = `id: line ${first.position} has the same one with another text.`;
      contradictory.push({ line: item.position, detail });
    }
  }
  const all = [...refused, ...contradictory].toSorted((left, right) => left.line - right.line);
  if (kept.length === 0) throw new AppError('invalid_value', describeEmpty(all));
  return { items: kept, refused: { count: all.length, lines: all.slice(0, MAX_LISTED_LINES) } };
}

function describeEmpty([first]: readonly RefusedLine[]): string {
  if (first === undefined) return 'The batch has no lines.';
  return `No line of the batch is a ticket. Line ${first.line}: ${first.detail}`;
}
