import { ParseRefusal } from './parsed-document.ts';

/** Deeper than any document that a person reads; what walks the values may then recurse. */
export const MAX_JSON_DEPTH = 100;

const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const NUMBER_CHARACTERS = /[\d.eE+-]/;

/**
 * Parses JSON with its numbers as they are written: one that JavaScript would write differently (a long
 * id, `1.50`) becomes a string. Refuses what is nested too deeply before anything recurses into it.
 * Throws a SyntaxError for everything that is not JSON.
 */
export function parseJsonAsWritten(text: string): unknown {
  const parts: string[] = [];
  let copied = 0;
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (character === '"') index = endOfString(text, index);
    else if (character === '[' || character === '{') {
      depth += 1;
      if (depth > MAX_JSON_DEPTH) throw tooDeep();
    } else if (character === ']' || character === '}') depth -= 1;
    else if (character === '-' || (character >= '0' && character <= '9')) {
      const end = endOfNumber(text, index);
      const written = text.slice(index, end);
      if (NUMBER.test(written) && String(Number(written)) !== written && !isName(text, end)) {
        parts.push(text.slice(copied, index), `"${written}"`);
        copied = end;
      }
      index = end - 1;
    }
  }
  const precise = parts.length === 0 ? text : parts.join('') + text.slice(copied);
  return JSON.parse(precise);
}

/** The index of the closing quotation mark, or of the end of the text. */
function endOfString(text: string, start: number): number {
  let index = start + 1;
  while (index < text.length && text.charCodeAt(index) !== 0x22)
    index += text.charCodeAt(index) === 0x5c ? 2 : 1;
  return index;
}

function endOfNumber(text: string, start: number): number {
  let end = start + 1;
  while (end < text.length && NUMBER_CHARACTERS.test(text.charAt(end))) end += 1;
  return end;
}

/** A number in the place of a name is no JSON, and in quotation marks it would be. */
function isName(text: string, end: number): boolean {
  let index = end;
  while (/\s/.test(text.charAt(index))) index += 1;
  return text.charAt(index) === ':';
}

function tooDeep(): ParseRefusal {
  return new ParseRefusal(
    'unreadable',
    `The JSON is nested more than ${MAX_JSON_DEPTH} levels deep. Flatten it and send it again.`,
  );
}
