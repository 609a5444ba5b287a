import { expect, it } from 'vitest';
import { createLoggerOn } from '../../../platform/log.ts';

function linesOf(level: 'info' | 'warn', fields: object): readonly unknown[] {
  const lines: unknown[] = [];
  const stream = { write: (line: string) => void lines.push(JSON.parse(line)) };
  createLoggerOn(stream, { name: 'server', level }).info(fields, 'answer.completed');
  return lines;
}

it('writes one JSON line with name, level, time and event', () => {
  expect(linesOf('info', { answer_id: 'a1' })).toEqual([
    expect.objectContaining({
      name: 'server',
      level: 'info',
      time: expect.stringMatching(/^\d{4}-.*Z$/),
      answer_id: 'a1',
      msg: 'answer.completed',
    }),
  ]);
});

it('writes nothing below its level', () => {
  expect(linesOf('warn', {})).toEqual([]);
});

it.each([
  { authorization: 'Bearer fn_secret' },
  { headers: { authorization: 'Bearer fn_secret', cookie: 'fn_secret' } },
  { request: { headers: { authorization: 'Bearer fn_secret', 'set-cookie': 'fn_secret' } } },
  { api_key: 'fn_secret', connectionString: 'postgres://u:fn_secret@h/d' },
  { model: { apiKey: 'fn_secret' }, err: { config: { token: 'fn_secret' } } },
])('never writes a secret of %j', (fields) => {
  const [line] = linesOf('info', fields);
  expect(JSON.stringify(line)).not.toContain('fn_secret');
  expect(JSON.stringify(line)).toContain('[redacted]');
});
