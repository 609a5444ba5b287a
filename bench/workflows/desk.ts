import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../platform/project-root.ts';
import { z } from 'zod';

const DemoQuestion = z.object({ question: z.string(), source: z.string().nullable().optional() });

/** A desk that classifies, holds regulated topics, retrieves, answers and verifies, with builtin models alone. */
export const DESK_CONFIG = `
classifiers: { department: {} }
workflows:
  - name: desk
    steps:
      - { kind: classify, classifier: department, min_probability: 0.3 }
      - { kind: policy, review_when: { regulated_topic: [payroll_dispute, access_exception] } }
      - { kind: retrieve, max_chunks: 8 }
      - { kind: answer }
      - { kind: verify, accept: [verified, partly_verified] }
      - { kind: decide }
`;

export interface Desk {
  /** Questions about the demo's documents, labelled with the folder that answers them. */
  readonly examples: readonly { readonly text: string; readonly label: string }[];
  /** One ticket in each line. */
  writeTickets(count: number): string;
}

/** Tickets are the demo's questions, again and again, each time told apart by a number. */
export function readDesk(): Desk {
  const lines = readFileSync(join(projectRoot, 'demo', 'questions.jsonl'), 'utf8').split('\n');
  const questions = lines
    .filter((line) => line !== '')
    .map((line) => DemoQuestion.parse(JSON.parse(line)));
  return {
    examples: questions.flatMap(({ question, source }) =>
      source === null || source === undefined
        ? []
        : [{ text: question, label: source.split('/')[0] ?? source }],
    ),
    writeTickets(count) {
      const ticket = (index: number) => ({
        id: `T-${index + 1}`,
        text: `${questions[index % questions.length]?.question ?? ''} (ticket ${index + 1})`,
      });
      return Array.from({ length: count }, (_, index) => `${JSON.stringify(ticket(index))}\n`).join(
        '',
      );
    },
  };
}
