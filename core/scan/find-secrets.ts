import type { FoundText } from './found-text.ts';
import { readBase64 } from './read-base64.ts';

/** A kind of secret: where it is looked for, and what tells a real one from an example. */
interface SecretShape {
  readonly code: string;
  readonly detail: string;
  /** One of these, in lower case, stands in every text with a match, and is quickly looked for. */
  readonly marks: readonly string[];
  /** Bounded, so that a search takes linear time; the group `value`, if there is one, is the secret itself. */
  readonly pattern: RegExp;
  readonly isReal: (value: string) => boolean;
}

/** Bits for each character; words and repeated signs have less. */
const MIN_ENTROPY = 3;
const MIN_RANDOM_ENTROPY = 3.3;
const PLACEHOLDER =
  /(.)\1{3}|example|sample|placeholder|change_?-?me|your|insert|dummy|redact|todo|fixme|foo|bar|test|fake|1234|abcd|qwerty|\.\.\.|[<>{}*[\]]|\$\(|%\w+%|^\$|process\.env|password|passwd|secret|token|none|null|undefined/i;
const PLACEHOLDER_OF_TOKEN = /(.)\1{4}|example|placeholder|your|redact|dummy|1234567|abcdefg/i;

const SHAPES: readonly SecretShape[] = [
  {
    code: 'private_key',
    marks: ['private key'],
    detail: 'A private key.',
    pattern:
      /-----BEGIN (?:[A-Z]{2,10} ){0,2}PRIVATE KEY(?: BLOCK)?-----(?<value>[A-Za-z0-9+/=\s:,.-]{60,12000})/g,
    isReal: (value) => !PLACEHOLDER_OF_TOKEN.test(value.slice(0, 400)),
  },
  token(
    ['aws_access_key', 'An access key of AWS.'],
    ['akia', 'asia'],
    /\b(?<value>(?:AKIA|ASIA)[A-Z2-7]{16})\b/g,
  ),
  token(
    ['github_token', 'A token of GitHub.'],
    ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_', 'github_pat_'],
    /\b(?<value>gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9_]{60,255})\b/g,
  ),
  token(
    ['gitlab_token', 'A token of GitLab.'],
    ['glpat-'],
    /\b(?<value>glpat-[A-Za-z0-9_-]{20,64})/g,
  ),
  token(
    ['slack_token', 'A token of Slack.'],
    ['xox'],
    /\b(?<value>xox[abeoprs]-[A-Za-z0-9-]{20,250})/g,
  ),
  token(
    ['google_api_key', 'A key of a Google API.'],
    ['aiza'],
    /\b(?<value>AIza[A-Za-z0-9_-]{35})(?![\w-])/g,
  ),
  token(
    ['stripe_key', 'A live key of Stripe.'],
    ['k_live_'],
    /\b(?<value>[sr]k_live_[A-Za-z0-9]{20,250})\b/g,
  ),
  token(['npm_token', 'A token of npm.'], ['npm_'], /\b(?<value>npm_[A-Za-z0-9]{36})\b/g),
  token(
    ['model_provider_key', 'A key of a model provider.'],
    ['sk-'],
    /\b(?<value>sk-(?:[a-z]{2,8}[0-9]{0,2}-)?[A-Za-z0-9_-]{32,200})/g,
  ),
  {
    code: 'footnote_key',
    marks: ['fn_'],
    detail: 'A key of this service.',
    pattern: /\b(?<value>fn_[A-Za-z0-9]{8}_[A-Za-z0-9_-]{43}_[0-9a-f]{8})\b/g,
    isReal: hasRightChecksum,
  },
  {
    code: 'json_web_token',
    marks: ['eyj'],
    detail: 'A signed token (JWT).',
    pattern: /\b(?<value>eyJ[\w-]{10,2000}\.eyJ[\w-]{10,4000}\.[\w-]{16,1000})/g,
    isReal: (value) => isRealToken(value),
  },
  {
    code: 'connection_string',
    marks: ['://'],
    detail: 'An address with a password in it.',
    pattern: /:\/\/[^\s:/@?#"'<>]{1,64}:(?<value>[^\s/@"'<>]{3,100})@[\w.[-]/g,
    isReal: (value) => !PLACEHOLDER.test(value) && !/^(?:pass|pw|pwd|p|xxx+)$/i.test(value),
  },
  {
    code: 'assigned_secret',
    marks: [
      'passw',
      'kennwort',
      'contraseña',
      'mot de passe',
      'wachtwoord',
      'senha',
      'pwd',
      'secret',
      'api',
      'key',
      'token',
    ],
    detail: 'A password or key that is written behind its name.',
    pattern:
      /(?:password|passwd|passwort|kennwort|contraseña|mot de passe|wachtwoord|senha|\bpwd|secret|api[ _-]?key|access[ _-]?key|auth[ _-]?token|token)["'`]?[ \t]{0,3}(?:=>|:=|=|:| is )[ \t]{0,3}["'`]?(?<value>[^\s"'`,;]{8,100})/gi,
    isReal: (value) => !PLACEHOLDER.test(value) && isPasswordLike(value),
  },
];

/** Finds keys, tokens and passwords that are not merely examples. In order of the text, and apart. */
export function findSecrets(text: string): readonly FoundText[] {
  const lower = text.toLowerCase();
  const found = SHAPES.filter(({ marks }) => marks.some((mark) => lower.includes(mark))).flatMap(
    (shape) => findShape(text, shape),
  );
  const apart: FoundText[] = [];
  for (const next of found.toSorted((a, b) => a.start - b.start || b.end - a.end))
    if (next.start >= (apart.at(-1)?.end ?? 0)) apart.push(next);
  return apart;
}

function findShape(text: string, shape: SecretShape): readonly FoundText[] {
  return Array.from(text.matchAll(shape.pattern)).flatMap((match) => {
    const value = match.groups?.['value'] ?? match[0];
    if (!shape.isReal(value)) return [];
    const { code, detail } = shape;
    return [{ start: match.index, end: match.index + match[0].length, code, detail }];
  });
}

function token(
  name: readonly [code: string, detail: string],
  marks: readonly string[],
  pattern: RegExp,
): SecretShape {
  const [code, detail] = name;
  return {
    code,
    detail,
    marks,
    pattern,
    isReal: (value) => !PLACEHOLDER_OF_TOKEN.test(value) && entropyOf(value) >= MIN_ENTROPY,
  };
}

/** Letters and digits or signs in no pattern of ordinary words; what a person is told to choose is prose. */
function isPasswordLike(value: string): boolean {
  const hasLetter = /[A-Za-z]/.test(value);
  const hasDigit = /\d/.test(value);
  const isLink = /^(?:https?:|www\.|\/)/.test(value);
  const isCode = /[()]|^[a-z]+(?:[._][a-z_]+)+$/i.test(value);
  const isPlain = /^\d{4}-\d\d|^[A-Za-z]+[.)]?\d{1,2}[.,)]?$/.test(value);
  if (!hasLetter || !hasDigit || isLink || isCode || isPlain) return false;
  return entropyOf(value) >= (/[^\w-]/.test(value) ? MIN_ENTROPY - 0.2 : MIN_RANDOM_ENTROPY - 0.3);
}

/** The first and second part of a token are JSON; the one that documentation shows has made-up values. */
function isRealToken(value: string): boolean {
  const [header, payload] = value.split('.').map((part) => readBase64(part));
  if (header === undefined || payload === undefined) return false;
  return /"(?:alg|typ)"/.test(header) && !/1234567890|John Doe|example/i.test(payload);
}

function hasRightChecksum(key: string): boolean {
  const end = key.lastIndexOf('_');
  return checksumOf(key.slice(0, end)).toString(16).padStart(8, '0') === key.slice(end + 1);
}

/** CRC-32 of ASCII, as zlib computes it. */
function checksumOf(text: string): number {
  let sum = -1;
  for (let at = 0; at < text.length; at += 1) {
    sum ^= text.charCodeAt(at);
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xed_b8_83_20 : 0);
  }
  return (sum ^ -1) >>> 0;
}

/** Shannon entropy in bits for each character. */
function entropyOf(value: string): number {
  const counts = new Map<string, number>();
  for (const character of value) counts.set(character, (counts.get(character) ?? 0) + 1);
  let entropy = 0;
  for (const count of counts.values())
    entropy -= (count / value.length) * Math.log2(count / value.length);
  return entropy;
}
