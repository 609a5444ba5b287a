/** Whether an error of the file system has one of these codes, as `ENOENT`. */
export function isErrorWithCode(error: unknown, codes: readonly string[]): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    codes.includes(error.code)
  );
}
