import type {
  CircuitCause,
  CircuitOrderState,
  CircuitState,
} from '../../../../contract/circuit.ts';
import type { Term } from './term.ts';

export const CIRCUIT_STATE_TERMS: Readonly<Record<CircuitState, Term>> = {
  closed: { label: 'Closed', tone: 'good', icon: 'check', meaning: 'Calls are placed.' },
  open: {
    label: 'Open',
    tone: 'bad',
    icon: 'cross',
    meaning: 'No call is placed until its wait is over.',
  },
  half_open: {
    label: 'Half open',
    tone: 'warn',
    icon: 'half',
    meaning: 'A few probes decide whether it closes.',
  },
  forced_open: {
    label: 'Opened by hand',
    tone: 'bad',
    icon: 'ban',
    meaning: 'No call is placed until somebody gives it back.',
  },
};

export const CIRCUIT_CAUSE_WORDS: Readonly<Record<CircuitCause, string>> = {
  consecutive_failures: 'failures in a row',
  failure_rate: 'too many failures',
  slow_call_rate: 'too many slow calls',
  cost_per_success: 'dearer than usual',
  quality_fail_rate: 'answers that cannot be verified',
  wait_over: 'its wait was over',
  probe_failed: 'a probe failed',
  probe_slow: 'a probe was slow',
  probes_lost: 'its probes were lost',
  probes_succeeded: 'its probes succeeded',
  forced: 'opened by hand',
  released: 'given back by hand',
};

export const CIRCUIT_ORDER_WORDS: Readonly<Record<CircuitOrderState, string>> = {
  forced_open: 'kept away',
  auto: 'given back',
};
