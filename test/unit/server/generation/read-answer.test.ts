import { describe, expect, it } from 'vitest';
import type { SpansFound } from '../../../../models/chat-model.ts';
import { ABSTENTION } from '../../../../server/generation/extract-answer.ts';
import { generateAnswer } from '../../../../server/generation/generate-answer.ts';
import { readAnswer } from '../../../../server/generation/read-answer.ts';
import { promptChunk } from './chunks.ts';
import { sampleRequest } from './sample-request.ts';
import { failure, reply, scriptedModel } from './scripted-model.ts';

const LEAVE = promptChunk(1, '# Leave\n\nEvery employee has 27 days. Part-time counts, too [3].');
const TRIPS = promptChunk(2, 'A hotel costs 120 € – at most. Trains go first.');

/** One span: where the words stand in the text of a chunk. */
function span(chunk: { readonly text: string }, words: string, probability: number, noAnswer = 0) {
  const start = chunk.text.indexOf(words);
  return { start, end: start + words.length, probability, noAnswer };
}

function found(...spans: SpansFound['spans']): SpansFound {
  return { tokenCount: 10, spans };
}

const NONE = found();

function compose(ofParts: readonly (readonly SpansFound[])[], minProbability = 0.5) {
  const parts = ofParts.map((_part, at) => ({ question: `Question ${at + 1}?` }));
  return readAnswer({ parts, evidence: [LEAVE, TRIPS] }).compose(ofParts, minProbability);
}

describe('the spans of a reader', () => {
  it('make an answer of the sentence that holds the most probable one, cited', () => {
    const read = compose([[found(span(LEAVE, '27 days', 0.6)), found(span(TRIPS, '120 €', 0.8))]]);
    expect(read.text).toBe('A hotel costs 120 € – at most. [2]');
    expect(read.reason).toContain('stands in [2], with a probability of 80 %');
    expect(read.reading).toEqual({
      min_probability: 0.5,
      spans: [
        { part: 0, marker: 2, char_start: 14, char_end: 19, probability: 0.8, no_answer: 0 },
        { part: 0, marker: 1, char_start: 28, char_end: 35, probability: 0.6, no_answer: 0 },
      ],
    });
  });

  it('bring both sentences where one reaches over two', () => {
    const { text } = compose([[NONE, found(span(TRIPS, 'at most. Trains', 0.9))]]);
    expect(text).toBe('A hotel costs 120 € – at most. [2] Trains go first. [2]');
  });

  it('make none where no answer is as probable', () => {
    const read = compose([[found(span(LEAVE, '27 days', 0.4, 0.4)), NONE]], 0.1);
    expect(read.text).toBe(ABSTENTION);
    expect(read.reason).toBe('The best span has a probability of 40 %, that of no answer is 40 %.');
    expect(read.reading.spans).toHaveLength(1);
  });

  it('make none where the best is not probable enough', () => {
    const read = compose([[found(span(LEAVE, '27 days', 0.49)), NONE]]);
    expect(read.text).toBe(ABSTENTION);
    expect(read.reason).toBe('The best span has a probability of 49 %; an answer needs 50 %.');
  });

  it('count only where they may be quoted: no heading, and no marker of the document', () => {
    const spans = found(span(LEAVE, 'Leave', 0.9), span(LEAVE, '27 days', 0.7));
    expect(compose([[spans, NONE]]).text).toBe('Every employee has 27 days. [1]');
    const marked = found(span(LEAVE, 'too [3]', 0.9));
    expect(compose([[marked, NONE]]).text).toBe(ABSTENTION);
  });

  it('answer each part, and say which has no answer', () => {
    const parts = [
      [found(span(LEAVE, '27 days', 0.9)), NONE],
      [NONE, found(span(TRIPS, '120', 0.1))],
    ];
    expect(compose(parts).text).toBe(
      'Every employee has 27 days. [1]\n\nI could not find an answer to “Question 2” in the documents.',
    );
    const same = [parts[0] ?? [], parts[0] ?? []];
    expect(compose(same).text).toBe('Every employee has 27 days. [1]');
  });

  it('make none of nothing', () => {
    expect(compose([[NONE, NONE]]).text).toBe(ABSTENTION);
    expect(compose([]).text).toBe(ABSTENTION);
  });
});

describe('a reader among models', () => {
  const quote = 'Every employee has 27 days of annual leave. [1]';
  const reading = {
    min_probability: 0.5,
    spans: [{ part: 0, marker: 1, char_start: 0, char_end: 5, probability: 0.9, no_answer: 0 }],
  };
  const readerThat = (text: string) =>
    scriptedModel(
      'reader',
      { end: reply(text, { read: { reason: 'It stands there.', reading } }) },
      { provider: 'local_reader' },
    );

  it('is given the questions and the chunks; no prompt is on record, and its spans are', async () => {
    const reader = readerThat(quote);
    const outcome = await generateAnswer(sampleRequest({ models: [reader] }));
    expect(reader.requests[0]?.reading).toMatchObject({
      questions: ['How many days of annual leave does every employee have?'],
      texts: ['Every employee has 27 days of annual leave.'],
    });
    expect(outcome).toMatchObject({
      kind: 'answered',
      text: quote,
      reason: 'reader answered. It stands there.',
      prompt: { template: 'none', messages: [] },
      attempts: [{ requested_model: 'reader', reading }],
    });
  });

  it('stands in for one that fails, whose prompt is on record', async () => {
    const broken = scriptedModel('broken', { end: failure('server_error') });
    const outcome = await generateAnswer(sampleRequest({ models: [broken, readerThat(quote)] }));
    expect(outcome).toMatchObject({
      text: quote,
      fallback: { reason: 'broken: server_error' },
      prompt: { template: 'grounded-answer' },
    });
  });

  it('abstains in the words of every other', async () => {
    const outcome = await generateAnswer(sampleRequest({ models: [readerThat(ABSTENTION)] }));
    expect(outcome).toMatchObject({
      kind: 'abstained',
      reason: 'reader found no answer in the chunks. It stands there.',
    });
  });
});
