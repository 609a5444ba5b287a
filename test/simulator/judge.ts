/** How a simulated judge replies. */
export type JudgeManner = 'honest' | 'fabricating' | 'hostile' | 'garbled';

/** Judges the sentences of a judge's prompt by the words that they share with the sentences of their chunks; null for another prompt. */
export function judgeSentences(prompt: string, manner: JudgeManner): string | null {
  const [, chunkPart, sentencePart] =
    /CHUNKS\n([\s\S]*)\nSENTENCES\n([\s\S]*)$/u.exec(prompt) ?? [];
  if (chunkPart === undefined || sentencePart === undefined) return null;
  if (manner === 'garbled') return 'All of it looks fine to me.';
  const chunks = readChunks(chunkPart);
  const sentences = [...sentencePart.matchAll(/^(\d+)\. by ((?:\[\d+\])+): (.*)$/gmu)];
  return JSON.stringify({
    sentences: sentences.map(([, id = '', markers = '', text = '']) => {
      const own = [...markers.matchAll(/\d+/gu)].map(([marker]) => Number(marker));
      return { id: Number(id), ...judge(text, { own, chunks, manner }) };
    }),
  });
}

interface Material {
  readonly own: readonly number[];
  readonly chunks: ReadonlyMap<number, string>;
  readonly manner: JudgeManner;
}

function judge(text: string, { own, chunks, manner }: Material) {
  const sentences = own.flatMap((chunk) =>
    (chunks.get(chunk) ?? '')
      .split(/(?<=[.!?])\s+|\n+/u)
      .filter((quote) => quote !== '')
      .map((quote) => ({ chunk, quote, shared: countShared(text, quote) })),
  );
  const [best] = sentences.toSorted((left, right) => right.shared - left.shared);
  const part = { part: 'all of it', derived: false };
  if (manner === 'fabricating') {
    const quote = 'As the board has decided, this is so.';
    return { verdict: 'supported', parts: [{ ...part, quote, chunk: own[0], opposes: false }] };
  }
  if (best === undefined || best.shared === 0) {
    return { verdict: 'unsupported', parts: [{ ...part, quote: null, chunk: null }] };
  }
  const opposes = manner === 'hostile';
  const { quote, chunk } = best;
  return {
    verdict: opposes ? 'contradicted' : 'supported',
    parts: [{ ...part, quote, chunk, opposes }],
  };
}

function readChunks(text: string): ReadonlyMap<number, string> {
  const chunks = new Map<number, string>();
  let current = 0;
  for (const line of text.split('\n')) {
    const marker = /^\[(\d+)\]/u.exec(line)?.[1];
    if (marker !== undefined) {
      current = Number(marker);
      chunks.set(current, '');
    } else if (!/^<<|>>$/u.test(line)) {
      chunks.set(current, `${chunks.get(current) ?? ''}${line}\n`);
    }
  }
  return chunks;
}

function countShared(left: string, right: string): number {
  const words = new Set(right.toLowerCase().match(/[\p{L}\p{N}]{4,}/gu));
  return (left.toLowerCase().match(/[\p{L}\p{N}]{4,}/gu) ?? []).filter((word) => words.has(word))
    .length;
}
