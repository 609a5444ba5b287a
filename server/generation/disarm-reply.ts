import { findHiddenCharacters } from '../../core/scan/find-hidden-characters.ts';
import { readBase64 } from '../../core/scan/read-base64.ts';
import { splitSentences } from '../../core/text/sentences.ts';
import type { PromptTrace } from '../../contract/trace.ts';
import { ABSTENTION } from './extract-answer.ts';

/** What a reply may hold: addresses that the chunks have word for word, and nothing of the instructions. */
export interface ReplyBounds {
  readonly addresses: ReadonlySet<string>;
  /** Runs of words of the instructions: so many that nobody says them by chance. */
  readonly instructions: ReadonlySet<string>;
  /** Shorter runs, with which such a one may begin. */
  readonly openings: ReadonlySet<string>;
}

export interface Disarmed {
  readonly text: string;
  /** What was taken out, in words. */
  readonly removed: readonly string[];
}

/** So many words of the instructions in a row are no chance. */
export const ECHO_WORDS = 9;
/** A stream waits after so many until it is clear that no more follow. */
export const OPENING_WORDS = 3;
const ADDRESS = /(?:\b(?:https?|ftp|wss?):\/\/|\bwww\.)[^\s<>"'`)\]]+/giu;
const TRAILING = /[.,;:!?*_]+$/u;
const INVISIBLE =
  /[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]|\udb40[\udc00-\udfff]/gu;
/** Elements that load, run or hide something. */
const ELEMENT =
  /<\/?(?:a|audio|base|body|button|details|div|embed|form|html|iframe|img|input|link|math|meta|object|picture|script|source|span|style|svg|table|template|textarea|video)\b[^<>]{0,2000}>?/giu;
const IMAGE = /!\[([^\]]{0,500})\](?:\([^)]{0,4000}\)?|\[[^\]]{0,200}\]?)?/gu;
const LINK = /\[([^\]]{1,500})\]\(\s*<?([^)\s>]{0,4000})[^)]{0,500}\)?/gu;
const DEFINITION = /^[ \t]*\[[^\]\n]{1,200}\]:[ \t]*(?:\S+:\/\/|\/)[^\n]*$/gimu;
const NUMBER = /^\^?\d{1,3}$/u;
const ENCODED = /[A-Za-z0-9+/_-]{40,}={0,2}/gu;

const ENCODED_CHARS = 40;
const MAX_KNOWN = 16;

type Instructions = Pick<ReplyBounds, 'instructions' | 'openings'>;

const knownInstructions = new Map<string, Instructions>();

export function readBounds(
  prompt: Pick<PromptTrace, 'messages'>,
  chunks: readonly { readonly text: string }[],
): ReplyBounds {
  const system = prompt.messages
    .filter(({ role }) => role === 'system')
    .map(({ content }) => content);
  return {
    addresses: new Set(chunks.flatMap(({ text }) => findAddresses(text))),
    ...readInstructions(system),
  };
}

/** Prompts share a few templates, so what was read of the last ones is remembered. */
function readInstructions(system: readonly string[]): Instructions {
  const key = system.join('\0');
  const known = knownInstructions.get(key);
  if (known !== undefined) return known;
  const texts = system.map((text) => text.replaceAll(ABSTENTION, ' '));
  const read = {
    instructions: new Set(texts.flatMap((text) => runsOf(text, ECHO_WORDS))),
    openings: new Set(texts.flatMap((text) => runsOf(text, OPENING_WORDS))),
  };
  if (knownInstructions.size >= MAX_KNOWN) knownInstructions.clear();
  knownInstructions.set(key, read);
  return read;
}

/**
 * Takes out of a reply what a reader's browser would load or follow although no chunk says it, what nobody sees,
 * and what gives the instructions away: a model that obeys a document can do nothing else with its answer. Texts
 * may be given piece by piece, where no piece ends within a word or within brackets.
 */
export function disarmReply(reply: string, { addresses, instructions }: ReplyBounds): Disarmed {
  const removed = new Set<string>();
  const take = (what: string, put: string) => {
    removed.add(what);
    return put;
  };
  const seen =
    findHiddenCharacters(reply).length === 0
      ? reply
      : take('hidden characters', reply.replaceAll(INVISIBLE, ''));
  const plain = seen
    .replaceAll(ELEMENT, () => take('markup', ''))
    .replaceAll(IMAGE, (_whole, label: string) => take('images', label))
    .replaceAll(DEFINITION, () => take('links', ''))
    .replaceAll(LINK, (whole, label: string, target: string) => {
      if (addresses.has(target)) return whole;
      return take('links', NUMBER.test(label) ? `[${label}]` : label);
    })
    .replaceAll(ADDRESS, (found) => {
      const end = TRAILING.exec(found)?.[0] ?? '';
      const address = end === '' ? found : found.slice(0, -end.length);
      return addresses.has(address) ? found : take('addresses', `(address removed)${end}`);
    });
  const text = withoutEcho(plain, instructions);
  if (text !== plain) removed.add('its instructions');
  return { text, removed: [...removed] };
}

function findAddresses(text: string): readonly string[] {
  return [...text.matchAll(ADDRESS)].map(([found]) => found.replace(TRAILING, ''));
}

/** Without the sentences that say so many words of the instructions, also where they are encoded. */
function withoutEcho(text: string, instructions: ReadonlySet<string>): string {
  if (instructions.size === 0) return text;
  if (text.length < ENCODED_CHARS && wordsOf(text).length < ECHO_WORDS) return text;
  const echoes = splitSentences(text).filter(({ start, end }) => {
    const sentence = text.slice(start, end);
    const encoded = (sentence.match(ENCODED) ?? []).map(readBase64);
    return [sentence.replaceAll(ABSTENTION, ' '), ...encoded].some((one) =>
      runsOf(one, ECHO_WORDS).some((run) => instructions.has(run)),
    );
  });
  return echoes.reduceRight((rest, { start, end }) => rest.slice(0, start) + rest.slice(end), text);
}

function runsOf(text: string, length: number): readonly string[] {
  const words = wordsOf(text);
  return Array.from({ length: Math.max(0, words.length - length + 1) }, (_none, at) =>
    words.slice(at, at + length).join(' '),
  );
}

/** In lower case. */
export function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}
