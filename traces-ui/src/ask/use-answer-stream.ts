import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { Answer } from '../../../contract/answer.ts';
import type { BodyInput } from '../../../contract/endpoint-types.ts';
import { streamAnswer } from '../api/answer-stream.ts';
import { answerQuery } from '../api/queries.ts';
import { isSignedOut } from '../api/problem-error.ts';
import { advanceAnswer, type AnswerProgress, startAnswer } from './answer-progress.ts';

interface AnswerStream {
  readonly progress: AnswerProgress;
  readonly ask: (request: BodyInput<'createAnswer'>) => void;
  readonly stop: () => void;
}

interface AnswerStreamOptions {
  readonly onDone: (answer: Answer, question: string) => void;
  readonly onSignedOut: () => void;
}

/** Runs one question at a time; leaving the page stops it. */
export function useAnswerStream(options: AnswerStreamOptions): AnswerStream {
  const [progress, setProgress] = useState<AnswerProgress>({ kind: 'idle' });
  const controller = useRef<AbortController | null>(null);
  const queryClient = useQueryClient();
  useEffect(() => () => controller.current?.abort(), []);

  async function run(request: BodyInput<'createAnswer'>, signal: AbortSignal): Promise<void> {
    let current = startAnswer(request.question);
    setProgress(current);
    try {
      for await (const event of streamAnswer(request, signal)) {
        current = advanceAnswer(current, event);
        setProgress(current);
      }
    } catch (error) {
      if (signal.aborted) return setProgress({ kind: 'idle' });
      if (isSignedOut(error)) return options.onSignedOut();
      const message = error instanceof Error ? error.message : 'The answer failed.';
      return setProgress({ kind: 'failed', question: request.question, message });
    }
    if (current.kind !== 'done') return;
    // What a person decides on is read again: its review is not part of the stream.
    if (current.answer.status !== 'needs_review') {
      const { queryKey } = answerQuery(current.answer.id);
      queryClient.setQueryData(queryKey, { ...current.answer, review: null });
    }
    options.onDone(current.answer, current.question);
  }

  return {
    progress,
    ask: (request) => {
      controller.current?.abort();
      controller.current = new AbortController();
      void run(request, controller.current.signal);
    },
    stop: () => controller.current?.abort(),
  };
}
