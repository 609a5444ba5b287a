/** Where the HTTP layer writes its log; a pino logger fits. */
export interface HttpLog {
  info(fields: object, message: string): void;
  error(fields: object, message: string): void;
}
