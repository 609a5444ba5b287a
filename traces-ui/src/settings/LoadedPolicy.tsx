import { useQuery } from '@tanstack/react-query';
import type { PolicyView } from '../../../contract/configuration.ts';
import { policyQuery } from '../api/settings-queries.ts';
import { ErrorState, LoadingState } from '../ui/list-states.tsx';

interface LoadedPolicyProps {
  readonly children: (policy: PolicyView) => React.ReactNode;
}

export function LoadedPolicy({ children }: LoadedPolicyProps) {
  const policy = useQuery(policyQuery());
  if (policy.isPending) return <LoadingState what="the policy" />;
  if (policy.isError) {
    return (
      <ErrorState
        error={policy.error}
        action="load the policy"
        onRetry={() => void policy.refetch()}
      />
    );
  }
  return children(policy.data);
}
