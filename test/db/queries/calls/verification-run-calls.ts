import { v7 as uuidv7 } from 'uuid';
import { VerificationRunId } from '../../../../contract/ids.ts';
import * as runs from '../../../../db/queries/verification-runs.ts';
import { EVERYONE } from '../seed-workspace.ts';
import type { QueryCalls } from './query-call.ts';

const ADMIN = { reader: EVERYONE, isAdmin: true, onlyApiKeyId: null };

export const VERIFICATION_RUN_CALLS: QueryCalls = {
  insertVerificationRun: (database, { apiKeyId }) =>
    runs.insertVerificationRun(
      database,
      {
        id: VerificationRunId.parse(uuidv7()),
        apiKeyId,
        to: new Date(),
        upTo: 'builtin',
        createdAt: new Date(),
      },
      ADMIN,
    ),
  findVerificationRun: (database, { verificationRun: { id } }) =>
    runs.findVerificationRun(database, id),
  listVerificationRuns: (database) =>
    runs.listVerificationRuns(database, { limit: 100, before: null }),
  listVerificationResults: (database, { verificationRun: { id: runId } }) =>
    runs.listVerificationResults(database, {
      runId,
      by: ADMIN,
      isChanged: null,
      limit: 100,
      after: null,
    }),
  findAnswersToVerify: (database, { verificationRun }) =>
    runs.findAnswersToVerify(database, verificationRun, { by: ADMIN, limit: 100 }),
  saveVerificationResult: (database, { verificationRun, traceId }) =>
    runs.saveVerificationResult(
      database,
      { ...verificationRun, seconds: 60 },
      { traceId, changedClaims: 0, failure: 'It could not be checked.' },
    ),
  endVerificationRun: (database, { verificationRun }) =>
    runs.endVerificationRun(database, verificationRun, { status: 'done', failure: null }),
  releaseVerificationRun: (database, { verificationRun }) =>
    runs.releaseVerificationRun(database, verificationRun),
  cancelVerificationRun: (database, { verificationRun: { id } }) =>
    runs.cancelVerificationRun(database, id),
};
