import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** Documents, questions, and which documents answer which question. */
export interface JudgedCollection {
  readonly name: string;
  readonly documents: readonly {
    readonly id: string;
    readonly title: string;
    readonly text: string;
  }[];
  /** Only those that a document answers. */
  readonly questions: readonly {
    readonly id: string;
    readonly text: string;
    readonly relevant: ReadonlySet<string>;
  }[];
}

const Document = z.object({ id: z.string(), title: z.string(), text: z.string() });
const Question = z.object({ id: z.string(), text: z.string() });

/**
 * Reads a folder with `docs.jsonl` ({id, title, text}), `queries.jsonl` ({id, text}) and `qrels.tsv` (question,
 * document, relevance; above 0 is relevant). Null when there is none.
 */
export function readJudgedCollection(folder: string, name: string): JudgedCollection | null {
  const path = (file: string) => join(folder, name, file);
  if (!existsSync(path('docs.jsonl'))) return null;
  const relevant = new Map<string, Set<string>>();
  for (const line of linesOf(path('qrels.tsv'))) {
    const [question = '', document = '', relevance = '0'] = line.split('\t');
    if (Number(relevance) <= 0) continue;
    relevant.set(question, (relevant.get(question) ?? new Set()).add(document));
  }
  return {
    name,
    documents: linesOf(path('docs.jsonl'))
      .map((line) => Document.parse(JSON.parse(line)))
      .filter(({ title, text }) => `${title}${text}`.trim() !== ''),
    questions: linesOf(path('queries.jsonl'))
      .map((line) => Question.parse(JSON.parse(line)))
      .flatMap((question) => {
        const found = relevant.get(question.id);
        return found === undefined ? [] : [{ ...question, relevant: found }];
      }),
  };
}

/** Lines end with a line feed alone: other separators are text. */
function linesOf(path: string): readonly string[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
}
