import type { TraceId } from '../../contract/ids.ts';
import type { AskRequest } from '../../contract/answer.ts';
import type { TicketClassification } from '../../contract/workflow-step.ts';
import { DEFAULT_MAX_CHUNKS } from '../../contract/retrieval.ts';
import { readMessageBody } from '../../core/text/message-body.ts';
import type { AnswerOutcome } from '../answer/answer-outcome.ts';
import { answerQuestion, type DraftJudgement } from '../answer/answer-question.ts';
import { readQuestion, refuseUnknownModel } from '../answer/ask.ts';
import { openRetrieval } from '../answer/open-retrieval.ts';
import { openBudget } from '../budgets/open-budget.ts';
import { ANSWERING_FROM_CHOSEN } from '../generation/answering.ts';
import type { Services } from '../services.ts';
import type { TicketDraft } from './accept-draft.ts';
import { searchByLabel } from './search-by-label.ts';
import { findStep, metadataOf, type Ticket } from './ticket.ts';

/** An ordinary answer to a ticket, not stored yet, and its draft as it was before it was judged. */
export interface TicketAnswer extends TicketDraft {
  readonly id: TraceId;
  readonly outcome: AnswerOutcome;
  /** Null where the draft stands, or was held before anybody was asked. */
  readonly judgement: DraftJudgement | null;
  readonly durationMs: number;
}

export async function draftAnswer(
  ticket: Ticket,
  asked: {
    /** Undefined lets the routes choose. */
    readonly model: string | undefined;
    readonly classification: TicketClassification | null;
    readonly judge: (draft: TicketDraft) => DraftJudgement | null;
  },
  deps: Services,
): Promise<TicketAnswer> {
  const { caller, definition, signal } = ticket;
  const request = requestFor(ticket, asked.model ?? 'auto');
  refuseUnknownModel({ caller, request }, deps);
  const question = readQuestion({ caller, request, signal, traceparent: null }, deps);
  const startedAt = deps.now();
  const { classification } = asked;
  const retrieve = openRetrieval(deps, caller.workspaceId);
  const byLabel = searchByLabel(ticket, classification?.label ?? null, retrieve);
  const judged: (TicketDraft & Pick<TicketAnswer, 'judgement'>)[] = [];
  const outcome = await answerQuestion(question, {
    ...deps,
    budget: await openBudget({ caller, workflow: definition.name }, deps),
    emit: null,
    rewriting: deps.config.retrieval.rewrite,
    retrieve: byLabel?.retrieve ?? retrieve,
    ...(byLabel === null ? {} : { answering: ANSWERING_FROM_CHOSEN }),
    judge(draft) {
      const known = { draft, classification, search: byLabel?.readSearch() ?? null };
      const judgement = asked.judge(known);
      judged.push({ ...known, judgement });
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
