import { withoutMarkers } from './without-markers.ts';

/**
 * The words of an answer as they are compared (after P. Rajpurkar et al., "SQuAD", EMNLP 2016): in lower case, without
 * citation markers, articles and punctuation, numbers without thousands separators. Currency and percent signs stay
 * words of their own, since they change what a number says.
 */
export function answerWords(text: string): readonly string[] {
  return withoutMarkers(text)
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/(?<=\d)[,\u{2009}\u{202F}](?=\d{3}(?!\d))/gu, '')
    .replaceAll(/['’](?=\p{L})/gu, '')
    .replaceAll(/[^\p{L}\p{N}.%\p{Sc}]+|(?<!\d)\.|\.(?!\d)/gu, ' ')
    .replaceAll(/(?=[%\p{Sc}])|(?<=[%\p{Sc}])/gu, ' ')
    .split(' ')
    .filter((word) => word !== '' && !ARTICLES.has(word));
}

const ARTICLES: ReadonlySet<string> = new Set(['a', 'an', 'the']);
