import { extractTerms } from './terms.ts';

/** Words that people use for the same thing at work; what stands in one group may answer for another of it. */
const GROUPS = `boss manager supervisor superior|holiday vacation leave|salary pay wage wages payroll earnings|payslip paystub|
  ill sick unwell illness sickness fever|laptop notebook computer pc device|phone mobile smartphone telephone|
  monitor screen display|footage recording recordings video cctv camera|vendor supplier contractor|gift hamper present hospitality|
  mail email e-mail message|colleague coworker teammate|employee staff worker|department team unit division|
  quit resign leave resignation|fired dismissed dismissal|hire recruit join|permission permissions access role roles authorisation right rights|
  password passphrase credential credentials|pin code|locked blocked suspended|unlock unblock free|broken faulty damaged defective|
  fix repair solve resolve remedy|delete remove erase|restore restored recover undelete recovery back|error fault problem failure issue|
  buy purchase order|price cost costs charge charged fee|refund reimburse reimbursed repay claim claimed|money budget allowance fund|
  trip travel journey travelling|hotel accommodation overnight|train rail railway|plane flight air|taxi cab|meal dinner lunch breakfast food|
  mother father parent grandmother grandfather grandparent relative sister brother family|care carer carers caring|wife husband spouse partner|baby child birth|
  die died death bereavement funeral|pregnant pregnancy maternity expecting|carer carers caring look-after|abroad overseas foreign country travel|
  home remote remotely telework|meeting conference|room rooms|book booking reserve reservation|cancel cancelled release released|
  course courses training study|complain complaint grievance|dispute disagree disagreement argue|wrong incorrect mistake|rating appraisal review evaluation|whistleblowing whistleblow speak-up disclosure|
  fake phishing fraudulent suspicious scam|virus malware|lost stolen missing|begin start|end finish stop expire expiry|
  quick quickly soon fast immediately|maximum most highest limit largest biggest|minimum least lowest smallest|
  big large size|yearly annual annually year|monthly month|weekly week|daily day|ask request apply application send submit|
  permit allow allowed permitted|forbid forbidden prohibited ban|decide decided decision approve approved approval settle judge|
  pay paid payment|chip contribute contribution contributes|pension retirement|insurance insured cover|car vehicle|
  outage incident disruption|down unavailable offline|respond response reply answer|copier printer print|attach attachment attached|
  keep kept retain retained retention store stored|bring brought carry carried|unused remaining unspent left-over|tell inform notify report|
  return returned send|form template|sign signed signature|office premises building site|desk workplace workstation|certificate certificates`;

const SYNONYMS: ReadonlyMap<string, ReadonlySet<string>> = readGroups();

/** Terms that may stand for a term, itself left out. */
export function synonymsOf(term: string): ReadonlySet<string> {
  return SYNONYMS.get(term) ?? NONE;
}

const NONE: ReadonlySet<string> = new Set();

function readGroups(): ReadonlyMap<string, ReadonlySet<string>> {
  const synonyms = new Map<string, Set<string>>();
  for (const group of GROUPS.split('|')) {
    const terms = group
      .trim()
      .split(/\s+/u)
      .flatMap((word) => extractTerms(word).slice(0, 1));
    for (const term of terms) {
      const others = synonyms.get(term) ?? new Set<string>();
      for (const other of terms) if (other !== term) others.add(other);
      synonyms.set(term, others);
    }
  }
  return synonyms;
}
