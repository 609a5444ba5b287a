import { readWords } from '../read-words.ts';

const PAIRS = `increase decrease|rise fall|raise lower|before after|above below|minimum maximum|least most|
  more fewer|more less|higher lower|highest lowest|high low|always never|include exclude|allow forbid|allow prohibit|
  permit prohibit|permit forbid|allow prevent|mandatory optional|require optional|compulsory voluntary|approve reject|
  accept refuse|accept reject|enable disable|paid unpaid|internal external|open closed|open close|start end|start stop|
  begin end|begin finish|first last|early late|earlier later|earliest latest|temporary permanent|public private|
  success failure|succeed fail|valid invalid|possible impossible|legal illegal|safe unsafe|safe dangerous|
  eligible ineligible|inside outside|indoor outdoor|full empty|full-time part-time|gross net|buy sell|hot cold|warm cool|
  import export|encrypted unencrypted|known unknown|add remove|insert remove|insert delete|attach detach|connect disconnect|
  long short|longer shorter|large small|larger smaller|big small|bigger smaller|thick thin|wide narrow|deep shallow|
  heavy light|strong weak|stronger weaker|fast slow|faster slower|quick slow|quickly slowly|easy difficult|easy hard|
  soft hard|simple complex|cheap expensive|rich poor|good bad|better worse|best worst|positive negative|
  common rare|frequent rare|often rarely|usual unusual|new old|young old|newer older|modern ancient|left right|
  top bottom|upper lower|front back|north south|east west|northern southern|eastern western|male female|man woman|
  boy girl|mother father|dry wet|clean dirty|raw cooked|sweet sour|bright dark|day night|morning evening|
  summer winter|win lose|gain lose|profit loss|income expense|asset liability|debit credit|active inactive|
  active passive|accurate inaccurate|correct incorrect|true false|complete incomplete|necessary unnecessary|
  natural artificial|major minor|majority minority|single multiple|single married|same different|similar different|
  together apart|near far|nearest farthest|forward backward|up down|into from|with without|under over|on off|in out|
  tighten loosen|lock unlock|fasten unfasten|fold unfold|cover uncover|expand contract|expand shrink|grow shrink|
  push pull|lift drop|send receive|give take|lend borrow|teach learn|ask answer|attack defend|create destroy|
  build demolish|join leave|arrive depart|enter exit|freeze melt|heat cool|boil freeze|inhale exhale|
  improve worsen|strengthen weaken|encourage discourage|advantage disadvantage|benefit harm|helpful harmful|
  healthy unhealthy|acidic alkaline|solid liquid|domestic foreign|local global|urban rural|formal informal|
  direct indirect|visible invisible|regular irregular|conscious unconscious|flexible rigid|loose tight|smooth rough|
  sharp blunt|straight curved|horizontal vertical|parallel perpendicular|maximum least|maximize minimize|
  superior inferior|senior junior|ally enemy|friend enemy|guilty innocent|victory defeat|supply demand|
  ancestor descendant|predecessor successor|past future|present absent|alive dead|birth death|
  same following|same next|same previous|free paid|gentle harsh|exact approximate|plural singular|partial complete|partial total|none all`;

/** How often something is: of each group one word rules the others out. */
const GROUPS = `once twice thrice|hourly daily weekly fortnightly monthly quarterly yearly`;

const opposites = new Set<string>();
const grouped = new Set<string>();
const turning = new Set<string>();

/** Whether one word's form says the opposite of the other's: by a list, or by what is put before it. */
export function isOpposite(left: string, right: string): boolean {
  if (opposites.size === 0) readPairs();
  return (
    opposites.has(`${left} ${right}`) ||
    grouped.has(`${left} ${right}`) ||
    isDenied(left, right) ||
    isDenied(right, left)
  );
}

/** Whether they say how often: then one can stand for the other, whatever kind of word each is. */
export function isOtherOfGroup(left: string, right: string): boolean {
  if (opposites.size === 0) readPairs();
  return grouped.has(`${left} ${right}`);
}

/** Whether the list has an opposite of it. */
export function hasOpposite(form: string): boolean {
  if (opposites.size === 0) readPairs();
  return turning.has(form);
}

const DENYING = /^(?:un|in|im|il|ir|dis|non|de)-?(?=\p{L}{4})/u;

function isDenied(word: string, denied: string): boolean {
  return denied.length > word.length && undeniedOf(denied) === word;
}

/** "attended" of "unattended", by stems; null for a word that nothing denies. */
export function undeniedOf(form: string): string | null {
  return DENYING.test(form) ? form.replace(DENYING, '') : null;
}

function readPairs(): void {
  for (const pair of PAIRS.split('|')) {
    const [left, right] = readWords(pair);
    if (left === undefined || right === undefined) continue;
    turning.add(left.form).add(right.form);
    opposites.add(`${left.form} ${right.form}`);
    opposites.add(`${right.form} ${left.form}`);
  }
  for (const group of GROUPS.split('|')) {
    const forms = readWords(group).map(({ form }) => form);
    for (const left of forms) {
      turning.add(left);
      for (const right of forms) if (left !== right) grouped.add(`${left} ${right}`);
    }
  }
}
