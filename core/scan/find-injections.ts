import { findModelSyntax } from './find-model-syntax.ts';
import type { FoundText } from './found-text.ts';
import type { InjectionCode } from './cue.ts';
import { type CueHit, matchCues } from './match-cues.ts';
import { readEncodedTexts } from './read-encoded-texts.ts';
import {
  findSpacedLetters,
  isMasked,
  readLeet,
  surveyText,
  type TextView,
  toReadView,
} from './text-views.ts';

/** Cues this close together speak to the model in one breath. */
const WINDOW_CHARS = 400;
const THRESHOLD = 1;
const DISGUISED = 'Its letters are disguised.';

const DETAILS: Readonly<Record<InjectionCode, string>> = {
  overrides_instructions: 'Tells a model to put its instructions aside.',
  changes_role: 'Gives a model another role or lifts its rules.',
  asks_for_prompt: 'Asks a model for its instructions.',
  keeps_from_user: 'Tells a model what to keep from its user.',
  dictates_answer: 'Tells a model how to answer.',
  sends_data: 'Tells a model to send on what it knows.',
  chat_template: 'Imitates the turns of a chat with a model.',
  tool_call: 'Imitates the call of a tool by a model.',
  image_beacon: 'Has a picture carry data to another server.',
  addresses_model: 'Speaks to a model rather than to a reader.',
};

/** The words of phrases, for where nothing parts them. */
const JOINED_PHRASES =
  /(?:ignore|disregard|forget)(?:all|any|the|your|every){0,3}(?:previous|prior|above|earlier|preceding|instructions|rules)|systemprompt|youarenow|donottelltheuser|donotmentionth|revealyour|newinstructions/;

/**
 * Finds instructions that are meant for a model and not for a reader, by cues whose weights are summed up
 * where they stand close together. Spacing, look-alike letters, digits for letters and Base64 are seen through.
 * In order and apart.
 */
export function findInjections(text: string): readonly FoundText[] {
  const view = toReadView(text);
  return findIn(text, view, findHits(view));
}

function findHits({ text }: TextView): readonly CueHit[] {
  return [...matchCues(text), ...findModelSyntax(text)];
}

function findIn(text: string, view: TextView, hits: readonly CueHit[]): readonly FoundText[] {
  const survey = surveyText(view.text);
  const found = [
    ...weigh(hits),
    ...(survey.hasLeetWords ? findInLeet(view.text) : []),
    ...(survey.hasSpacedLetters ? findSpaced(view.text) : []),
  ].map((part) => toOriginal(part, view, text));
  return keepApart([...found, ...(survey.hasLongRun ? findEncoded(text) : [])]);
}

/** Below 1 for what is no finding yet. */
const ALMOST = 0.6;
const FOUND = 0.8;

/** How much of a text speaks to a model, 0–1: from 0.8 on it is a finding, below there are cues that may mean nothing. */
export function scoreInjection(text: string): number {
  const view = toReadView(text);
  const hits = findHits(view);
  const found = findIn(text, view, hits);
  const codes = new Set(found.map(({ code }) => code)).size;
  if (codes > 0) return Math.min(1, FOUND + (codes - 1) / 10);
  const weights = strongestOfEach(hits).map(({ weight }) => weight);
  return ALMOST * Math.min(1, Math.max(0, ...weights));
}

function toOriginal(part: FoundText, view: TextView, text: string): FoundText {
  const start = view.origin(part.start);
  const end = view.origin(part.end);
  const detail = isMasked(text.slice(start, end)) ? `${part.detail} ${DISGUISED}` : part.detail;
  return { ...part, start, end, detail };
}

/** Spans of cues that together reach the threshold. */
function weigh(hits: readonly CueHit[]): readonly FoundText[] {
  const sorted = hits.toSorted((a, b) => a.start - b.start);
  const found: FoundText[] = [];
  let first = 0;
  for (const [index, hit] of sorted.entries()) {
    while ((sorted[first]?.start ?? hit.start) < hit.start - WINDOW_CHARS) first += 1;
    const near = strongestOfEach(sorted.slice(Math.max(first, index - 24), index + 1));
    if (near.reduce((sum, { weight }) => sum + weight, 0) < THRESHOLD) continue;
    found.push(describe(near));
  }
  return found;
}

/** A cue that is met again says nothing more. */
function strongestOfEach(hits: readonly CueHit[]): readonly CueHit[] {
  return [...new Map(hits.map((hit) => [hit.cue, hit])).values()];
}

function describe(hits: readonly CueHit[]): FoundText {
  const strongest = hits.reduce((best, hit) => (hit.weight > best.weight ? hit : best));
  return {
    start: Math.min(...hits.map(({ start }) => start)),
    end: Math.max(...hits.map(({ end }) => end)),
    code: strongest.code,
    detail: DETAILS[strongest.code],
  };
}

function findInLeet(plain: string): readonly FoundText[] {
  return weigh(matchCues(readLeet(plain)))
    .filter(({ start, end }) => /[a-z][013457@$!|]|[013457@$!|][a-z]/.test(plain.slice(start, end)))
    .map((found) => ({ ...found, detail: `${found.detail} ${DISGUISED}` }));
}

function findSpaced(plain: string): readonly FoundText[] {
  return findSpacedLetters(plain)
    .filter(({ word }) => JOINED_PHRASES.test(word))
    .map(({ start, end }) => ({
      start,
      end,
      code: 'overrides_instructions',
      detail: `${DETAILS.overrides_instructions} Its letters stand apart.`,
    }));
}

function findEncoded(text: string): readonly FoundText[] {
  return readEncodedTexts(text).flatMap(({ start, end, decoded }) => {
    const [first] = weigh(matchCues(toReadView(decoded).text));
    if (first === undefined) return [];
    return [{ ...first, start, end, detail: `${first.detail} It is written in Base64.` }];
  });
}

/** Joins what overlaps or follows at once; the first found names it. */
function keepApart(found: readonly FoundText[]): readonly FoundText[] {
  const apart: FoundText[] = [];
  for (const next of found.toSorted((a, b) => a.start - b.start)) {
    const last = apart.at(-1);
    if (last === undefined || next.start > last.end + WINDOW_CHARS) apart.push(next);
    else apart[apart.length - 1] = { ...last, end: Math.max(last.end, next.end) };
  }
  return apart;
}
