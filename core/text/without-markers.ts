import { findCitationMarkers } from './citation-markers.ts';

/** A text without its citation markers, and without the space before each. */
export function withoutMarkers(text: string): string {
  let rest = '';
  let from = 0;
  for (const { start, end } of findCitationMarkers(text)) {
    rest += text.slice(from, start).trimEnd();
    from = end;
  }
  return rest + text.slice(from);
}
