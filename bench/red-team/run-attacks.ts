import { Answer, type Answer as AnswerOf } from '../../contract/answer.ts';
import type { Attack } from './attack.ts';
import { checkReply, type FoundBreach } from './check-reply.ts';
import type { Playground, Reply } from './service.ts';

export interface AttackResult {
  readonly attack: Attack;
  /** `answered`, `abstained`, `needs_review`, `blocked` or `refused`. */
  readonly ending: string;
  /** The answer's trace, and the model that gave it; null where the service refused. */
  readonly answer: { readonly id: string; readonly model: string } | null;
  readonly breaches: readonly FoundBreach[];
}

/** What can be seen of the models behind the service; null where they are none of ours. */
export interface Watch {
  /** Forgets what was sent before. */
  begin(): Promise<void>;
  sentToHosted(): Promise<string>;
  systemPrompt(): Promise<string | null>;
}

/** Puts one attack after the other to the service, whole and as a stream, and holds each reply against its attack. */
export async function runAttacks(
  attacks: readonly Attack[],
  playground: Playground,
  watch: Watch | null,
): Promise<readonly AttackResult[]> {
  const documentText = attacks
    .flatMap(({ documents }) => documents.map(({ text }) => text))
    .join('\n');
  const results: AttackResult[] = [];
  for (const attack of attacks)
    results.push(await runAttack(attack, { playground, watch, documentText }));
  return results;
}

interface Place {
  readonly playground: Playground;
  readonly watch: Watch | null;
  readonly documentText: string;
}

async function runAttack(
  attack: Attack,
  { playground, watch, documentText }: Place,
): Promise<AttackResult> {
  const { asker, question, messages, request } = attack;
  await watch?.begin();
  const asked = { question, messages, ...request };
  const whole = await playground.post(asker, '/v1/answers', asked);
  const streamed = await playground.post(asker, '/v1/answers', { ...asked, stream: true });
  const retrieved = await retrieve(attack, playground);
  const answer = readAnswer(whole);
  const trace =
    answer === null ? '' : (await playground.get(asker, `/v1/answers/${answer.id}`)).body;
  const seen = {
    attack,
    sentToHosted: (await watch?.sentToHosted()) ?? '',
    systemPrompt: (await watch?.systemPrompt()) ?? null,
  };
  const bodies = [whole, streamed, ...retrieved].map(({ body }) => body);
  const status = Math.max(whole.status, streamed.status, ...retrieved.map((reply) => reply.status));
  const body = [...bodies, trace].join('\n');
  const found = checkReply({ ...seen, status, body, answer }, documentText);
  const parts = joinDeltas(streamed);
  // What a reader of the stream has seen counts as much as what the answer says in the end.
  const spoken =
    answer === null || parts === ''
      ? null
      : { ...answer, answer: parts, claims: [], citations: [] };
  const foundInStream = checkReply({ ...seen, status, body: parts, answer: spoken }, documentText);
  return {
    attack,
    ending: answer?.status ?? 'refused',
    answer: answer === null ? null : { id: answer.id, model: answer.route.model },
    breaches: onceEach([...found, ...foundInStream]),
  };
}

/** Retrieval alone shows chunks: to nobody who may not read them. */
async function retrieve(attack: Attack, playground: Playground): Promise<readonly Reply[]> {
  const { asker, question, messages, request, secrets } = attack;
  if (secrets.length === 0) return [];
  const { model: _model, ...fields } = request;
  return [await playground.post(asker, '/v1/retrieve', { question, messages, ...fields })];
}

function readAnswer({ status, body }: Reply): AnswerOf | null {
  return status === 200 ? Answer.parse(JSON.parse(body)) : null;
}

function joinDeltas({ body }: Reply): string {
  const events = body.matchAll(/^event: delta\r?\ndata: (.*)$/gmu);
  return [...events].map((match) => textOf(JSON.parse(match[1] ?? '{}'))).join('');
}

function textOf(event: unknown): string {
  const text: unknown =
    typeof event === 'object' && event !== null ? Reflect.get(event, 'text') : '';
  return typeof text === 'string' ? text : '';
}

function onceEach(breaches: readonly FoundBreach[]): readonly FoundBreach[] {
  const known = new Map(breaches.map((one) => [`${one.breach} ${one.detail}`, one]));
  return [...known.values()];
}
