import { TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { RoutedModel } from '../../../contract/routed-model.ts';
import { call } from '../api/client.ts';
import { routedModelsQuery } from '../api/queries.ts';
import { ConfirmButton } from '../ui/ConfirmButton.tsx';

interface CircuitButtonProps {
  readonly model: RoutedModel;
  readonly isForcedOpen: boolean;
}

/** Keeps all calls away from a model, or gives it back to its circuit; either needs a reason. */
export function CircuitButton({ model, isForcedOpen }: CircuitButtonProps) {
  const [reason, setReason] = useState('');
  const queryClient = useQueryClient();
  const state = isForcedOpen ? 'auto' : 'forced_open';
  const setCircuit = async () => {
    await call('setCircuit', { params: { name: model.name }, body: { state, reason } });
    setReason('');
    await queryClient.invalidateQueries({ queryKey: routedModelsQuery().queryKey });
  };
  return (
    <ConfirmButton
      label={isForcedOpen ? 'Give back' : 'Keep away'}
      title={isForcedOpen ? `Give ${model.name} back?` : `Keep all calls away from ${model.name}?`}
      isDestructive={!isForcedOpen}
      action={setCircuit}
    >
      <p>
        {isForcedOpen
          ? 'A few probes decide whether its circuit closes.'
          : 'Other models that policy allows answer instead, until it is given back.'}
      </p>
      <TextInput
        label="Reason"
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        required
      />
    </ConfirmButton>
  );
}
