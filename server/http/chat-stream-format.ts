import { z } from 'zod';
import { ChatCompletion, type ChatCompletionRequest } from '../../contract/chat-completion.ts';
import type { StreamFormat } from './stream-format.ts';

export interface ChatStreamOptions {
  readonly request: ChatCompletionRequest;
  readonly createdAt: Date;
  /** Asked when the first chunk leaves; every chunk then has the same. */
  readonly completionId: () => string;
}

const ReleasedDelta = z.object({ text: z.string(), provisional: z.literal(false) });

/**
 * OpenAI's stream of `chat.completion.chunk`s. Its clients cannot take text back, so what is
 * provisional is held until the answer is final; deltas that policy has released pass at once.
 */
export function createChatStreamFormat(options: ChatStreamOptions): StreamFormat {
  const wantsUsage = options.request.stream_options?.include_usage === true;
  let sentText = '';
  let id: string | null = null;

  function chunk(parts: object): string {
    id ??= options.completionId();
    return event({
      id,
      object: 'chat.completion.chunk',
      created: Math.floor(options.createdAt.getTime() / 1_000),
      model: options.request.model,
      ...(wantsUsage ? { usage: null } : {}),
      ...parts,
    });
  }

  function opening(): string {
    return id === null ? chunk(choice({ role: 'assistant', content: '' }, null)) : '';
  }

  function text(content: string): string {
    sentText += content;
    return content === '' ? '' : chunk(choice({ content }, null));
  }

  function rest(content: string): string {
    if (content.startsWith(sentText)) return content.slice(sentText.length);
    throw new Error('The final answer lacks text that was already released to the client.');
  }

  return {
    progress: (name, payload) => {
      const delta = name === 'delta' ? ReleasedDelta.safeParse(payload) : null;
      return opening() + (delta?.success === true ? text(delta.data.text) : '');
    },
    done: (body) => {
      const completion = ChatCompletion.parse(JSON.parse(body));
      const [answer] = completion.choices;
      const content = answer?.message.content ?? '';
      return [
        opening(),
        text(rest(content)),
        chunk({
          ...choice({}, answer?.finish_reason ?? 'stop'),
          footnote: completion.footnote,
        }),
        wantsUsage ? chunk({ choices: [], usage: completion.usage }) : '',
        'data: [DONE]\n\n',
      ].join('');
    },
    error: (body) => `data: ${body}\n\n`,
  };
}

function choice(delta: object, finishReason: string | null): object {
  return { choices: [{ index: 0, delta, logprobs: null, finish_reason: finishReason }] };
}

function event(chunk: object): string {
  return `data: ${JSON.stringify(chunk)}\n\n`;
}
