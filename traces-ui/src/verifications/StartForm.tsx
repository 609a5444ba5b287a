import { Button, Select } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { BodyInput } from '../../../contract/endpoint-types.ts';
import { call } from '../api/client.ts';
import { verificationRunsKey } from '../api/verification-queries.ts';
import { ActionError } from '../ui/ActionError.tsx';
import { MomentInput } from '../ui/MomentInput.tsx';
import page from '../ui/page.module.css';
import { Panel } from '../ui/Panel.tsx';
import { valueIn } from '../ui/terms/term.ts';
import { optionsOf, wordOptionsOf } from '../ui/terms/term-options.ts';
import { ANSWER_VERDICT_TERMS } from '../ui/terms/verdict-terms.ts';
import { VERIFIER_TIER_WORDS } from '../ui/terms/verification-run-terms.ts';

/** Starts a run over the answers that match; without a filter over all of them. */
export function StartForm() {
  const [body, setBody] = useState<BodyInput<'createVerificationRun'>>({ up_to: 'builtin' });
  const start = useStart();
  return (
    <Panel title="Check answers once more">
      <div className={page.toolbar}>
        <MomentInput
          label="Answers from"
          value={body.from}
          onValue={(from) => setBody({ ...body, from })}
        />
        <MomentInput label="Until" value={body.to} onValue={(to) => setBody({ ...body, to })} />
        <Select
          size="xs"
          label="Verdict on record"
          placeholder="Any"
          clearable
          data={optionsOf(ANSWER_VERDICT_TERMS)}
          value={body.verdict ?? null}
          onChange={(value) => setBody({ ...body, verdict: valueIn(ANSWER_VERDICT_TERMS, value) })}
        />
        <Select
          size="xs"
          label="Who may be asked"
          allowDeselect={false}
          data={wordOptionsOf(VERIFIER_TIER_WORDS)}
          value={body.up_to ?? 'builtin'}
          onChange={(value) => setBody({ ...body, up_to: valueIn(VERIFIER_TIER_WORDS, value) })}
        />
        <Button data-fit size="xs" loading={start.isPending} onClick={() => start.mutate(body)}>
          Start
        </Button>
      </div>
      <ActionError error={start.error} />
    </Panel>
  );
}

function useStart() {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: (body: BodyInput<'createVerificationRun'>) =>
      call('createVerificationRun', { body }),
    onSuccess: async ({ id }) => {
      await queryClient.invalidateQueries({ queryKey: verificationRunsKey });
      await navigate({ to: '/verifications/$runId', params: { runId: id } });
    },
  });
}
