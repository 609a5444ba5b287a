import type { CreateApiKey } from '../../contract/api-key.ts';
import { sha256Hex } from '../../platform/hash.ts';
import type { DemoTexts, HandbookQuestion, Notice } from './read-demo.ts';

/** An app of the demo bank, each with a key of its own; a question names the app in its metadata. */
export interface DemoApp {
  readonly name: string;
  readonly clearance: CreateApiKey['clearance'];
  /** Of all questions. The shares of all apps add up to 1. */
  readonly share: number;
  /** What it asks about: the start of its documents' paths. */
  readonly subjects: readonly string[];
}

/** One call of the demo, which leaves one trace. */
export type DemoStep =
  | {
      readonly kind: 'ask';
      readonly app: string;
      readonly question: string;
      readonly model: string;
      readonly isStreamed: boolean;
      readonly feedback: DemoFeedback | null;
    }
  | { readonly kind: 'retrieve'; readonly app: string; readonly question: string }
  | { readonly kind: 'verify'; readonly answer: string; readonly text: string }
  | { readonly kind: 'replay' };

export interface DemoFeedback {
  readonly rating: 'up' | 'down';
  readonly comment?: string;
}

export interface DemoPlan {
  /** Before and after the notices change. */
  readonly before: readonly DemoStep[];
  readonly after: readonly DemoStep[];
}

export const DEMO_APPS: readonly DemoApp[] = [
  {
    name: 'helpdesk',
    clearance: 'internal',
    share: 0.4,
    subjects: ['it/', 'resolutions/'],
  },
  {
    name: 'intranet',
    clearance: 'internal',
    share: 0.3,
    subjects: ['policies/', 'hr/', 'notices/'],
  },
  {
    name: 'branch-tablet',
    clearance: 'internal',
    share: 0.1,
    subjects: ['notices/', 'it/'],
  },
  {
    name: 'hr-portal',
    clearance: 'confidential',
    share: 0.2,
    subjects: ['hr/'],
  },
];

const COMMENTS: readonly DemoFeedback[] = [
  { rating: 'up' },
  { rating: 'up', comment: 'Exactly what I was looking for.' },
  { rating: 'down', comment: 'The figure is not the one on the notice board.' },
  { rating: 'down', comment: 'This is about something else.' },
];

const FEEDBACK_SHARE = 0.1;
const STREAMED_SHARE = 0.25;
/** Of all calls; the others are questions. */
const KIND_SHARES = { retrieve: 0.08, verify: 0.04, replay: 0.02 } as const;
/** A notice is asked about so much more often than a page of the handbook. */
const NOTICE_SHARE = 0.35;

/**
 * What the apps of the demo bank ask, in order: the same for the same seed. A few questions are asked
 * over and over and most of them seldom, as people do. `models`: what questions may ask for.
 */
export function planDemo(
  texts: DemoTexts,
  given: { readonly count: number; readonly seed: number; readonly models: readonly string[] },
): DemoPlan {
  const steps = Array.from({ length: given.count }, (_, index) =>
    planStep(texts, given.models, (what) => draw(`${given.seed}:${index}:${what}`)),
  );
  const half = Math.ceil(steps.length / 2);
  return { before: steps.slice(0, half), after: steps.slice(half) };
}

type Draw = (what: string) => number;

function planStep(texts: DemoTexts, models: readonly string[], drawn: Draw): DemoStep {
  const kind = drawn('kind');
  if (kind < KIND_SHARES.replay) return { kind: 'replay' };
  if (kind < KIND_SHARES.replay + KIND_SHARES.verify) return planCheck(texts.notices, drawn);
  const app = chooseApp(drawn('app'));
  const question = chooseQuestion(texts, app, drawn);
  if (kind < KIND_SHARES.replay + KIND_SHARES.verify + KIND_SHARES.retrieve) {
    return { kind: 'retrieve', app: app.name, question };
  }
  return {
    kind: 'ask',
    app: app.name,
    question,
    model: pick(models, drawn('model')),
    isStreamed: drawn('stream') < STREAMED_SHARE,
    feedback: drawn('feedback') < FEEDBACK_SHARE ? pick(COMMENTS, drawn('comment')) : null,
  };
}

/** A statement of a notice as somebody remembers it: now and then with another number. */
function planCheck(notices: readonly Notice[], drawn: Draw): DemoStep {
  const text = pick(notices, drawn('notice')).before;
  const statements = text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .flatMap((line) => line.split(/(?<=\.) /));
  const statement = pick(statements, drawn('statement'));
  const isAltered = drawn('altered') < 0.5;
  const said = isAltered
    ? statement.replace(/\d+/, (number) => `${Number(number) + 3}`)
    : statement;
  return { kind: 'verify', answer: said.replace(/\.$/, ' [1].'), text };
}

function chooseApp(at: number): DemoApp {
  let sum = 0;
  const found = DEMO_APPS.find(({ share }) => (sum += share) > at);
  return found ?? pick(DEMO_APPS, 0);
}

function chooseQuestion(texts: DemoTexts, app: DemoApp, drawn: Draw): string {
  const isAbout = (source: string) => app.subjects.some((start) => source.startsWith(start));
  if (isAbout('notices/') && drawn('subject') < NOTICE_SHARE) {
    return pick(pick(texts.notices, drawn('notice')).questions, drawn('question'));
  }
  const own = texts.questions.filter(isOwn);
  // The square makes the first ones frequent and the last ones rare.
  return pick(own, drawn('question') ** 2).question;

  function isOwn({ source }: HandbookQuestion): boolean {
    return source === null || isAbout(source);
  }
}

function pick<Item>(items: readonly Item[], at: number): Item {
  const item = items[Math.floor(at * items.length)];
  if (item === undefined) throw new RangeError('There is nothing to choose from.');
  return item;
}

/** A number in [0, 1) that depends on the text alone. */
function draw(text: string): number {
  return Number.parseInt(sha256Hex(text).slice(0, 8), 16) / 2 ** 32;
}
