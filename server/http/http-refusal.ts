/** A refusal that only HTTP has words for, so that its status has no code in `AppError`. */
export class HttpRefusal extends Error {
  override readonly name = 'HttpRefusal';
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    refusal: { readonly status: number; readonly code: string },
    message: string,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.status = refusal.status;
    this.code = refusal.code;
    this.headers = headers;
  }
}
