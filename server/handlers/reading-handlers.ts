import { extractAndStore } from '../extraction/extract-and-store.ts';
import type { Handlers } from '../http/handlers.ts';
import type { Services } from '../services.ts';
import { summarize } from '../summarizing/summarize.ts';

type ReadingHandlers = Pick<Handlers, 'extract' | 'summarize'>;

/** What is made of a text or of documents that the caller names, without searching. */
export function createReadingHandlers(services: Services): ReadingHandlers {
  return {
    async extract({ body, ...call }) {
      const response = await extractAndStore({ ...call, request: body }, services);
      return { body: response, traceId: response.trace_id };
    },

    async summarize({ body, ...call }) {
      const answer = await summarize({ ...call, request: body }, services);
      return { body: answer, traceId: answer.id };
    },
  };
}
