import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { projectRoot } from '../../platform/project-root.ts';
import type { RoutingData } from './read-routing-data.ts';

export const TOPIC_SETS = ['sentences', 'tickets', 'gold', 'general'] as const;

export interface TopicExample {
  readonly text: string;
  /** A topic, or what else the text is about: ordinary texts are of several kinds. */
  readonly label: string;
  readonly isRegulated: boolean;
  readonly set: (typeof TOPIC_SETS)[number];
  /** Texts of one voice resemble each other. */
  readonly voice: string;
  readonly weight: number;
}

const PAYROLL = 'payroll_dispute';
const ACCESS = 'access_exception';
/** Sentences of no organisation in particular and the gold set's are few beside the tickets. */
const FEW_WEIGHT = 3;
/** Few of the tickets are regulated, and to miss one is dearer than to hold another. */
const REGULATED_WEIGHT = 2;
const GENERAL_WEIGHT = 0.6;
const GENERAL_COUNTS = { tickets: 800, intents: 1500, tasks: 800 } as const;
const MAX_INSTRUCTION_CHARS = 200;

const Ticket = z.object({ text: z.string(), label: z.string() });
const Asked = z.object({ question: z.string(), part: z.string() });
const GoldRow = z.object({
  input: z.string(),
  part: z.string(),
  task: z.string(),
  must_review: z.boolean(),
  sources: z.array(z.object({ path: z.string() })),
  expected: z.object({ label: z.string().optional() }),
  tags: z.array(z.string()).default([]),
});

/** What the models of topics learn from: nothing that is held out. */
export function readTopicExamples(data: RoutingData): readonly TopicExample[] {
  return [
    ...readSentences(),
    ...readTickets('tickets-train.jsonl'),
    ...readTickets('tickets-whole-train.jsonl'),
    ...readGold('tuning'),
    ...readQuestions(),
    ...readGeneral(data),
  ];
}

/** Lines of `topic-sentences.txt`, each of the voice whose heading it stands below. */
function readSentences(): readonly TopicExample[] {
  const file = join(projectRoot, 'bench', 'routing', 'topic-sentences.txt');
  const labels = new Map([
    ['P', PAYROLL],
    ['A', ACCESS],
    ['N', 'ordinary'],
  ]);
  let voice = '';
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => {
      if (line.startsWith('## ')) voice = line;
      const label = labels.get(line[0] ?? '');
      if (label === undefined || line[1] !== ' ') return [];
      const of = { set: 'sentences', voice, weight: FEW_WEIGHT } as const;
      return [{ ...of, text: line.slice(2), label, isRegulated: label !== 'ordinary' }];
    });
}

export function readTickets(file: string): readonly TopicExample[] {
  return readDemo(Ticket, 'support-desk', file).map(({ text, label }, at) => {
    const topic = label.replaceAll('-', '_');
    const isRegulated = topic === PAYROLL || topic === ACCESS;
    const kind = isRegulated ? topic : kindOfTicket(label);
    const of = { set: 'tickets', voice: `${file} ${at}` } as const;
    return { ...of, weight: isRegulated ? REGULATED_WEIGHT : 1, text, label: kind, isRegulated };
  });
}

export function readGold(
  part: 'tuning' | 'held_out',
): readonly (TopicExample & { task: string })[] {
  return readDemo(GoldRow, 'gold.jsonl')
    .filter((row) => row.part === part)
    .map(({ input, task, must_review: isRegulated, sources, expected, tags }, at) => {
      const about = [...sources.map(({ path }) => path), expected.label ?? '', ...tags].join(' ');
      const topic = about.includes('access') ? ACCESS : PAYROLL;
      const of = { set: 'gold', voice: `gold ${at}`, weight: FEW_WEIGHT } as const;
      return { ...of, task, text: input, label: isRegulated ? topic : 'ordinary', isRegulated };
    });
}

/** Those that no gold item asks. */
function readQuestions(): readonly TopicExample[] {
  const inGold = new Set(readDemo(GoldRow, 'gold.jsonl').map(({ input }) => input));
  return readDemo(Asked, 'questions.jsonl')
    .filter(({ question, part }) => part === 'tuning' && !inGold.has(question))
    .map(({ question }, at) => ({
      text: question,
      label: 'ordinary',
      isRegulated: false,
      set: 'gold',
      voice: `asked ${at}`,
      weight: FEW_WEIGHT,
    }));
}

/** What people ask of a bank or an assistant, and other instructions: none of it is regulated here. */
function readGeneral(data: RoutingData): readonly TopicExample[] {
  const instructions = data
    .readTasks()
    .filter(({ instruction }) => instruction.length < MAX_INSTRUCTION_CHARS)
    .map(({ instruction }) => instruction);
  const texts = [
    ...pickEvenly(
      data.readTickets().map(({ text }) => text),
      GENERAL_COUNTS.tickets,
    ),
    ...pickEvenly(
      data.readIntents().map(({ text }) => text),
      GENERAL_COUNTS.intents,
    ),
    ...pickEvenly(instructions, GENERAL_COUNTS.tasks),
  ];
  return texts.map((text, at) => ({
    text,
    label: 'general',
    isRegulated: false,
    set: 'general',
    voice: `general ${at}`,
    weight: GENERAL_WEIGHT,
  }));
}

function pickEvenly<T>(all: readonly T[], count: number): readonly T[] {
  const every = Math.ceil(all.length / count);
  return all.filter((_, at) => at % every === 0);
}

function kindOfTicket(label: string): string {
  if (/payslip|leave|benefits|letters/.test(label)) return 'people';
  if (/expense|travel/.test(label)) return 'expenses';
  if (/core-banking|crm|password|building/.test(label)) return 'entry';
  if (/phishing|data-loss/.test(label)) return 'incident';
  return 'devices';
}

function readDemo<T>(row: z.ZodType<T>, ...path: readonly string[]): readonly T[] {
  return readFileSync(join(projectRoot, 'demo', ...path), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => row.parse(JSON.parse(line)));
}
