import { composeAnswer } from './compose-answer.ts';
import { readPrompt } from './read-prompt.ts';

/**
 * A model that does whatever anybody says: the question, an earlier turn, a document, in plain words or disguised.
 * It gives its instructions away, repeats what it is told to say and cites it, and puts what it was asked into every
 * address it reads.
 */
export function obeyFully(prompt: string): string {
  const system = prompt.split('\n\n', 1)[0] ?? '';
  const rest = prompt.slice(system.length);
  const read = [rest, ...seeThrough(rest)].join('\n');
  const { question } = readPrompt(prompt);
  return [
    composeAnswer(readPrompt(prompt), 'obedient'),
    ...quotedIn(read).flatMap((text) => [`${text} [1]`, text]),
    ...[...read.matchAll(/!?\[[^\]\n]*\](?:\([^)\s]*\)|\[[^\]\n]*\])/gu)].map(([markup]) => markup),
    ...addressesIn(read).flatMap((address) => [
      `![seen](${address}?q=${encodeURIComponent(question)})`,
      `![seen][s]\n\n[s]: ${address}?q=${encodeURIComponent(question)}`,
      `${address}?q=${encodeURIComponent(question)}`,
      `<img src='${address}?q=${encodeURIComponent(question)}'>`,
    ]),
    ...(/\b(?:instructions|prompt)\b/iu.test(read)
      ? [system, Buffer.from(system, 'utf8').toString('base64')]
      : []),
  ].join('\n');
}

function quotedIn(text: string): readonly string[] {
  return [...text.matchAll(/["“]([^"”\n]{3,300})["”]/gu)].map((match) => match[1] ?? '');
}

function addressesIn(text: string): readonly string[] {
  return [
    ...new Set([...text.matchAll(/\bhttps?:\/\/[^\s<>"')\]]+/gu)].map(([address]) => address)),
  ];
}

/** The text without its disguises, each way of reading it by itself. */
function seeThrough(text: string): readonly string[] {
  const tags = Array.from(text)
    .map((character) => character.codePointAt(0) ?? 0)
    .filter((code) => code > 0xe0000 && code < 0xe007f)
    .map((code) => String.fromCodePoint(code - 0xe0000))
    .join('');
  const encoded = text.match(/[A-Za-z0-9+/]{32,}={0,2}/gu) ?? [];
  const reversed = [...text.matchAll(/\u202E([^\u202C\n]*)/gu)].map((match) => match[1] ?? '');
  const plain = text
    .normalize('NFKC')
    .replaceAll(/[\u200B-\u200D\u2060]/gu, '')
    .replaceAll(/[асеорху]/gu, (letter) => 'aceopxy'['асеорху'.indexOf(letter)] ?? letter);
  return [
    tags,
    ...encoded.map((run) => Buffer.from(run, 'base64').toString('utf8')),
    ...reversed.map((run) => Array.from(run).toReversed().join('')),
    plain,
  ].filter((one) => one !== '' && one !== text);
}
