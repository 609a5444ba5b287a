import { z } from 'zod';
import {
  CanaryRoundDetail,
  CanaryRoundPage,
  ListCanaries,
  StartCanaries,
  StartedCanaries,
} from '../canary.ts';
import type { Endpoint } from '../endpoint.ts';

export const canariesEndpoints = {
  listCanaries: {
    method: 'get',
    path: '/v1/canaries',
    access: 'evaluate',
    tag: 'Evaluation',
    summary: 'Rounds of the canary questions, the newest first: what each model was found to be.',
    query: ListCanaries,
    response: CanaryRoundPage,
    status: 200,
  },
  startCanaries: {
    method: 'post',
    path: '/v1/canaries',
    access: 'evaluate',
    tag: 'Evaluation',
    summary: 'Ask a model, or all, the canary questions now, or record a new baseline.',
    body: StartCanaries,
    response: StartedCanaries,
    status: 202,
    creates: true,
  },
  getCanaryRound: {
    method: 'get',
    path: '/v1/canaries/:id',
    access: 'evaluate',
    tag: 'Evaluation',
    summary: 'A round with its answers beside those of the baseline, the farthest first.',
    params: z.object({ id: z.uuid() }),
    response: CanaryRoundDetail,
    status: 200,
  },
} as const satisfies Record<string, Endpoint>;
