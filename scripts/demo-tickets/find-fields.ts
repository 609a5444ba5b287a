const PATTERNS: Readonly<Record<string, RegExp>> = {
  error_code:
    /\b(?:AUTH|VPN|CERT|PW|SD|SL|MAIL|FS|RB|TW|LN|KEEL|PT|CW|PP|OV|TA|BF|DOC)-(?:\d{2,4}|P2)\b/iu,
  joiner_request: /\bJR-\d{5}\b/u,
  booking_number: /\bTD-\d{6}\b/u,
  exception_number: /\bAX-\d{4}-\d{3}\b/u,
  staff_number: /\bN\d{6}\b/u,
  call_back: /(?<=\bext\. )\d{4}\b/u,
};

/** What a ticket names in so many words: the first code, reference or number of each kind. */
export function findFields(text: string): Readonly<Record<string, string>> {
  const found = Object.entries(PATTERNS).flatMap(([name, pattern]) => {
    const match = pattern.exec(text)?.[0];
    return match === undefined ? [] : [[name, match.toUpperCase()] as const];
  });
  return Object.fromEntries(found);
}
