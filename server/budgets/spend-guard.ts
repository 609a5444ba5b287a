/** What every call of a model that has a price passes: the most that it can cost is set aside before it. */
export interface SpendGuard {
  reserve(most: SpendRequest): Promise<ReservedSpend | RefusedSpend>;
}

export interface SpendRequest {
  readonly costUsd: number;
  /** The call has ended by then. */
  readonly withinMs: number;
}

/** Has to be settled once, when the call has ended one way or the other. */
export interface ReservedSpend {
  readonly kind: 'reserved';
  /** Never rejects: what cannot be settled is given back when its time is over. */
  settle(costUsd: number): Promise<void>;
}

export interface RefusedSpend {
  readonly kind: 'refused';
  readonly refusedBy: 'budget';
  readonly detail: string;
}
