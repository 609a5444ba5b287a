import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../platform/errors.ts';
import { projectRoot } from '../../../../platform/project-root.ts';
import { readGoldFile } from '../../../../server/gold-sets/read-gold-file.ts';

/** What is wrong with a file, line by line; fails when nothing is. */
function complaintsAbout(content: string, format: 'jsonl' | 'csv'): readonly string[] {
  try {
    readGoldFile(content, format);
  } catch (error) {
    if (error instanceof AppError) return error.fields.map(({ message }) => message);
    throw error;
  }
  throw new Error('The file was read.');
}

describe('a file of JSON lines', () => {
  it('holds items as they are stored, with empty lines between them', () => {
    const content = `\u{FEFF}{"id":"a","input":"How?","expected":{"accepted_answers":["So."]}}\r\n\r\n{"id":"b","input":"Why?","unanswerable":true}\n`;
    expect(readGoldFile(content, 'jsonl').map(({ line, item }) => [line, item.id])).toEqual([
      [1, 'a'],
      [3, 'b'],
    ]);
  });

  it('holds flat rows with a question, an answer and a source', () => {
    const row = {
      id: 'q1',
      question: 'How much?',
      answer: '£5',
      source: 'pay.md',
      quote: 'five | pounds',
      also: ['other.md'],
      kind: 'number',
      part: 'tuning',
    };
    const [read] = readGoldFile(JSON.stringify(row), 'jsonl');
    expect(read?.item).toMatchObject({
      id: 'q1',
      input: 'How much?',
      expected: { accepted_answers: ['£5'] },
      sources: [{ path: 'pay.md', quote: 'five | pounds', also: ['other.md'] }],
      tags: ['number'],
      part: 'tuning',
      unanswerable: false,
    });
  });

  it('may be the questions of the demo, whose unanswerable ones expect no answer', () => {
    const content = readFileSync(join(projectRoot, 'demo', 'questions.jsonl'), 'utf8');
    const items = readGoldFile(content, 'jsonl').map(({ item }) => item);
    expect(items).toHaveLength(167);
    const unanswerable = items.filter((item) => item.unanswerable);
    expect(unanswerable).toHaveLength(39);
    expect(
      unanswerable.every(
        ({ expected, sources }) => Object.keys(expected).length + sources.length === 0,
      ),
    ).toBe(true);
  });

  it('is refused with the number of every line that is no item', () => {
    const content = [
      '{"id":"a","input":"How?"}',
      'not json',
      '{"id":"a","input":"Twice"}',
      '{"input":"no id"}',
      '{"id":"c","input":"How?","sauces":[]}',
      '{"id":"d","input":"NUL \\u0000"}',
      '{"id":"e","input":"How?","__proto__":{"x":1}}',
      '[1]',
      '"text"',
    ].join('\n');
    const complaints = complaintsAbout(content, 'jsonl');
    for (const line of [2, 3, 4, 5, 6, 7, 8, 9]) {
      expect(complaints.filter((text) => text.startsWith(`line ${line}:`))).not.toEqual([]);
    }
    expect(complaints.filter((text) => text.startsWith('line 1:'))).toEqual([]);
    expect(complaints).toContain('line 3: id a is that of line 1, too');
  });

  it.each([
    ['nothing', ''],
    ['white space', ' \n \r\n'],
  ])('is refused when it holds %s', (_what, content) => {
    expect(complaintsAbout(content, 'jsonl')).toEqual(['line 1: the file holds no item']);
  });

  it('is refused when values are nested deeper than anybody reads', () => {
    const deep = `{"id":"a","input":"How?","expected":{"fields":{"x":${'['.repeat(5_000)}${']'.repeat(5_000)}}}}`;
    expect(complaintsAbout(deep, 'jsonl')[0]).toMatch(/^line 1: /u);
  });
});

describe('a CSV file', () => {
  it('holds one item a line, several answers with a bar between them', () => {
    const content = [
      'id,question,answer,source,quote,must_review,unanswerable,part',
      'a,"How much, then?",£5 | five pounds,pay.md,"five ""pounds""",,,tuning',
      'b,Who?,,,,true,,held_out',
      'c,Where?,,,,,true,held_out',
    ].join('\n');
    const read = readGoldFile(content, 'csv');
    expect(read.map(({ line }) => line)).toEqual([2, 3, 4]);
    expect(read[0]?.item).toMatchObject({
      input: 'How much, then?',
      expected: { accepted_answers: ['£5', 'five pounds'] },
      sources: [{ path: 'pay.md', quote: 'five "pounds"' }],
    });
    expect(read[1]?.item.must_review).toBe(true);
    expect(read[2]?.item.unanswerable).toBe(true);
  });

  it('is refused with the line that has too many cells', () => {
    expect(complaintsAbout('id,question\na,b,c', 'csv')).toEqual([
      expect.stringMatching(/^line 2: /u),
    ]);
  });

  it('is refused with the line of an empty question', () => {
    expect(complaintsAbout('id,question\na,How?\nb,', 'csv')).toEqual([
      expect.stringMatching(/^line 3: input /u),
    ]);
  });

  it('is refused when it holds a header only', () => {
    expect(complaintsAbout('id,question', 'csv')).toEqual(['line 1: the file holds no item']);
  });

  it.each([';', '\t'])('separates its columns as spreadsheets do: by %j', (delimiter) => {
    const rows = [
      ['id', 'question', 'answer', 'must_review'],
      ['a', `"So, ""how""${delimiter} and why?"`, '1,5 %|1.5 %', 'TRUE'],
      ['no', 'yes', 'true', 'no'],
    ];
    const content = rows.map((row) => row.join(delimiter)).join('\r\n');
    expect(readGoldFile(content, 'csv').map(({ item }) => item)).toMatchObject([
      {
        id: 'a',
        input: `So, "how"${delimiter} and why?`,
        expected: { accepted_answers: ['1,5 %', '1.5 %'] },
        must_review: true,
      },
      { id: 'no', input: 'yes', expected: { accepted_answers: ['true'] }, must_review: false },
    ]);
  });

  it('is refused when a column is there twice', () => {
    expect(complaintsAbout('id,question,question\na,How?,Why?', 'csv')).toEqual([
      'line 1: the column question is there twice',
    ]);
  });

  it('is refused with the line whose bytes were no UTF-8', () => {
    const content = Buffer.from('id,question\na,Wie viele Tage für mich?', 'latin1');
    expect(complaintsAbout(content.toString('utf8'), 'csv')).toEqual([
      'line 2: has characters that were not readable as UTF-8',
    ]);
  });
});
