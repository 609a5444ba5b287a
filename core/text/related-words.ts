import { synonymsOf } from './everyday-synonyms.ts';
import { extractTerms } from './terms.ts';

/**
 * Words that may speak of the same matter, more loosely than synonyms do. They help to choose among sentences that have
 * been found, and stand in for a word that no document holds; beside words that stand somewhere they would lower
 * nDCG@10 on public collections.
 */
const GROUPS = `reporter journalist press media newspaper|stuck hang hangs pending waiting held|throw drop drops disconnect kick|
  married marry marriage wedding wife husband spouse partner|divorce separation|old older previous former earlier|
  forget forgot forgotten forgetting|fail fails failed failure|sister brother sibling sister-in-law|aunt uncle|
  chair desk furniture seat|spreadsheet file document folder|share drive folder|bring restore recover|
  decide settle resolve judge approve|text message sms chat|boss head chief lead leader|newcomer joiner starter beginner new|
  leave go quit depart|heavy weight weigh weighs|long length duration|fast speed quick|wide width|expensive cost price dear|cheap cheaper|
  month monthly|hour hourly|quarter quarterly|decade ten|dozen twelve|twice two double|once one single|half 50%|percent percentage share proportion|
  penalty punish punished punishment discipline disciplined sanction fine consequence|own admit confess report|
  steal stole stolen theft rob|lose lost loss losing|break broke broken crack cracked damage|spill spilled coffee liquid|repair mend fix|
  present gift|client customer|visitor guest|firm company business supplier|freelancer contractor agency temp|intern trainee apprentice graduate|
  link url address web website site page|login log-on logon sign-in log sign|app application program software tool|wifi wi-fi wireless|
  notebook laptop|handset phone|charger adapter power|earphones headphones headset|mouse keyboard|usb stick removable|
  doctor physician gp medical|dentist dental teeth|hospital clinic|glasses spectacles optician|medicine treatment therapy|health medical wellbeing|
  hurt injured injury accident|illness disease condition|spell absence absent away off|vaccine vaccination jab flu|
  son daughter child children kid kids baby|toddler child|pet animal cat dog|wedding marriage|funeral burial bereavement|
  move moving relocate relocation relocated transfer transferred|flat house home apartment|town city capital|country nation foreign abroad|
  bike bicycle cycle cycling|bus shuttle coach|park parking|drive driving car|ticket fare|seat seating seats|
  eat food meal lunch canteen|drink coffee tea alcohol|snack biscuits|cook kitchen|
  money cash funds|broke hardship poor difficulty|loan lend lends borrow advance|debt owe owed|bonus reward award|raise rise increase increased raised|
  cut reduce reduced deduction deducted deduct withheld|overpaid overpayment|underpaid short|refund repay return repaid|bill invoice invoices|quote quotes offer offers bid bids tender|
  sum amount total value|value worth|threshold limit|minimum least|extra additional more further|spare additional|
  rule rules policy regulation|permit licence license|allow let may|ban forbidden prohibit refuse refused reject rejected decline declined|deny denied|
  confirm confirmed confirmation acknowledge|check verify examine inspect review|test trial|proof evidence certificate|prove proves|
  begin begins commence start starts|end ends finish finished close closed closing shut|open opens opening|postpone delay delayed late later|early earlier ahead before|
  deadline cut-off due|soon quickly|renew renewal renewed extend extended extension prolong prolonged|expire expired expiry ended|
  call ring phone telephone|contact reach reachable|ask request|answer reply respond|write send|inform tell|announce notice notify|
  hand give given submit|receive get obtain got|fetch collect collected pick|deliver delivered delivery bring|order ordered buy|keep hold held|hide cover|
  see view visible look show|read open|listen hear|talk speak speaks|say state|mean means meaning|
  help support assist assistance|service desk helpdesk help-desk|expert specialist|counsellor counselling therapist|
  mistake error slip|defect fault|warning alert alarm|danger dangerous risk unsafe|safe secure security|hack hacked attack attacked breach|
  leak leaked disclosed disclosure|secret confidential private|privacy private personal|anonymous name nameless|identity identification passport|
  job post position role work|shift rota|part-time parttime|full-time|overtime extra|on-call standby stand-by duty call|night overnight evening|
  weekend saturday sunday|christmas december|holiday public|bank|summer|morning|lunchtime noon midday 12:00|midnight|
  exam examination paper test|class course lesson training|degree qualification|teacher trainer tutor|learn study|language languages english|
  conflict interest|friend relative|relationship date partner|bully bullying harassment|treat treated treatment|fair unfair|complain object appeal|
  boss superior|subordinate report|resign notice|retire retirement pension|redundancy redundant layoff|
  building house premises|branch office counter|floor storey level|door entrance gate turnstile|pass badge card|key keys|lift elevator|toilet restroom|
  box boxes carton|paper sheet document|print printed printer printout copier|scan scanner|shredder shred|bin trash throw waste|
  mailbox inbox|calendar diary|list register record|archive archived|copy backup|attachment attached enclosure|newsletter bulk|
  screen display panel|camera webcam|microphone mic|sound audio noise|picture image photo photograph|video film|
  slow sluggish slowly|freeze frozen hang crash crashed|blank black dark|restart reboot|update upgrade version|install installed setup|
  vpn remote|network internet connection|server host|database|certificate cert|code number|identifier id number|username log-on|
  outage downtime interruption|severity level|incident event|regulator authority supervisor|auditor audit|lawyer legal solicitor|court jury judge|
  customer-facing counter|till cash|payment transfer|account accounts|deposit savings|mortgage loan|interest rate|card cards|
  share shares stock securities|invest investment fund|dealing trading trade|tax taxes|insurer insurance|
  volunteer volunteering charity|donate donation giving|politics political party candidate|newspaper press|
  sabbatical break|parent mother father|adopt adoption|fertility ivf|miscarriage loss|newborn baby birth neonatal|school nursery|
  gym fitness sport|massage wellness|smoke smoking|clothes uniform dress wear outfit|tie suit`;

const RELATED: ReadonlyMap<string, ReadonlySet<string>> = readGroups();

/** Terms that may speak of what a term speaks of: its synonyms, and looser ones. */
export function relatedTo(term: string): ReadonlySet<string> {
  return RELATED.get(term) ?? synonymsOf(term);
}

function readGroups(): ReadonlyMap<string, ReadonlySet<string>> {
  const related = new Map<string, Set<string>>();
  for (const group of GROUPS.split('|')) {
    const terms = extractTerms(group);
    for (const term of terms) {
      const others = related.get(term) ?? new Set(synonymsOf(term));
      for (const other of terms) if (other !== term) others.add(other);
      related.set(term, others);
    }
  }
  return related;
}
