const WHOLE_UP_TO_CHARS = 60_000;
const WINDOW_CHARS = 40_000;

/** The stretch of a long text to show around an offset: all of it up to 60,000 characters. */
export function chooseWindow(length: number, focus: number): { start: number; end: number } {
  if (length <= WHOLE_UP_TO_CHARS) return { start: 0, end: length };
  const start = Math.max(0, Math.min(focus - WINDOW_CHARS / 2, length - WINDOW_CHARS));
  return { start, end: start + WINDOW_CHARS };
}
