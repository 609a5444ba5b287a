import { expect, it } from 'vitest';
import { factsOf, profileVersion } from '../../../../models/local/model-facts.ts';

it('knows how the default model wants to be asked', () => {
  expect(factsOf('Xenova/bge-small-en-v1.5')).toEqual({
    pooling: 'cls',
    questionPrefix: 'Represent this sentence for searching relevant passages: ',
    documentPrefix: '',
  });
});

it('knows a model under any owner', () => {
  expect(factsOf('intfloat/e5-small-v2')).toEqual(factsOf('Xenova/e5-small-v2'));
});

it('pools an unknown model by the mean, without prefixes', () => {
  expect(factsOf('owner/unknown')).toEqual({
    pooling: 'mean',
    questionPrefix: '',
    documentPrefix: '',
  });
});

it('lets the configuration override single facts', () => {
  expect(factsOf('Xenova/e5-small-v2', { pooling: 'cls' })).toEqual({
    pooling: 'cls',
    questionPrefix: 'query: ',
    documentPrefix: 'passage: ',
  });
});

it('gives another version to vectors that are made otherwise', () => {
  const facts = factsOf('Xenova/bge-small-en-v1.5');
  const versions = [
    profileVersion('q8', 'main', facts),
    profileVersion('fp32', 'main', facts),
    profileVersion('q8', 'v2', facts),
    profileVersion('q8', 'main', { ...facts, pooling: 'mean' }),
    profileVersion('q8', 'main', { ...facts, questionPrefix: '' }),
  ];
  expect(new Set(versions).size).toBe(versions.length);
  expect(profileVersion('q8', 'main', factsOf('BAAI/bge-small-en-v1.5'))).toBe(versions[0]);
});
