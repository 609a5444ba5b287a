import * as examples from '../../../../db/queries/classifier-examples.ts';
import * as classifiers from '../../../../db/queries/classifiers.ts';
import { CLASSIFIER, versionOfTexts } from '../classifier-world.ts';
import type { QueryCalls } from './query-call.ts';

const FIRST = { name: CLASSIFIER, version: 1 };

export const CLASSIFIER_CALLS: QueryCalls = {
  saveClassifierVersion: (database, names) =>
    examples.saveClassifierVersion(database, versionOfTexts(names, ['a badge', 'a door'])),
  listClassifierExamples: (database) =>
    examples.listClassifierExamples(database, { ...FIRST, label: null, limit: 100, after: null }),
  listClassifiers: (database) => classifiers.listClassifiers(database, { limit: 100, after: null }),
  findClassifier: (database) => classifiers.findClassifier(database, CLASSIFIER),
  listClassifierVersions: (database) =>
    classifiers.listClassifierVersions(database, { name: CLASSIFIER, limit: 100, before: null }),
  findClassifierVersion: (database) => classifiers.findClassifierVersion(database, FIRST),
  resolveClassifier: (database) =>
    classifiers.resolveClassifier(database, { name: CLASSIFIER, version: null }),
  readTrainedClassifier: (database) => classifiers.readTrainedClassifier(database, FIRST),
  activateClassifierVersion: (database) => classifiers.activateClassifierVersion(database, FIRST),
  rollBackClassifier: (database) => classifiers.rollBackClassifier(database, CLASSIFIER),
};
