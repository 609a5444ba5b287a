import type { TraceId } from '../../contract/ids.ts';
import type { AskRequest } from '../../contract/answer.ts';
import { DEFAULT_MAX_CHUNKS } from '../../contract/retrieval.ts';
import { readMessageBody } from '../../core/text/message-body.ts';
import type { AnswerOutcome } from '../answer/answer-outcome.ts';
import {
  answerQuestion,
  type DraftJudgement,
  type JudgedDraft,
} from '../answer/answer-question.ts';
import { readQuestion, refuseUnknownModel } from '../answer/ask.ts';
import { openRetrieval } from '../answer/open-retrieval.ts';
import { openBudget } from '../budgets/open-budget.ts';
import type { Services } from '../services.ts';
import { findStep, metadataOf, type Ticket } from './ticket.ts';

/** An ordinary answer to a ticket, not stored yet, and its draft as it was before it was judged. */
export interface TicketAnswer {
  readonly id: TraceId;
  readonly outcome: AnswerOutcome;
  readonly draft: JudgedDraft;
  /** Null where the draft stands, or was held before anybody was asked. */
  readonly judgement: DraftJudgement | null;
  readonly durationMs: number;
}

export async function draftAnswer(
  ticket: Ticket,
  asked: {
    /** Undefined lets the routes choose. */
    readonly model: string | undefined;
    readonly judge: (draft: JudgedDraft) => DraftJudgement | null;
  },
  deps: Services,
): Promise<TicketAnswer> {
  const { caller, definition, signal } = ticket;
  const request = requestFor(ticket, asked.model ?? 'auto');
  refuseUnknownModel({ caller, request }, deps);
  const question = readQuestion({ caller, request, signal, traceparent: null }, deps);
  const startedAt = deps.now();
  const judged: Pick<TicketAnswer, 'draft' | 'judgement'>[] = [];
  const outcome = await answerQuestion(question, {
    ...deps,
    budget: await openBudget({ caller, workflow: definition.name }, deps),
    emit: null,
    rewriting: deps.config.retrieval.rewrite,
    retrieve: openRetrieval(deps, caller.workspaceId),
    judge(draft) {
      const judgement = asked.judge(draft);
      judged.push({ draft, judgement });
      return judgement;
    },
  });
  const [last] = judged;
  if (last === undefined) throw new Error('No draft was judged.');
  return { id: question.traceId, outcome, ...last, durationMs: deps.now() - startedAt };
}

/** What is asked is what the ticket says, without greeting and signature; the trace says which ticket it is for. */
function requestFor(ticket: Ticket, model: string): AskRequest {
  const retrieve = findStep(ticket.definition, 'retrieve');
  return {
    question: readMessageBody(ticket.text),
    messages: [],
    filters: {},
    max_chunks: retrieve?.max_chunks ?? DEFAULT_MAX_CHUNKS,
    ...(retrieve?.collections === undefined ? {} : { collections: retrieve.collections }),
    model,
    stream: false,
    metadata: metadataOf(ticket),
  };
}
