import { createRandom } from './random.ts';

export interface HandbookDocument {
  readonly source: string;
  readonly title: string;
  readonly text: string;
}

const SECTIONS = 4;
const SENTENCES = 11;

const SYSTEMS =
  'payroll portal,badge printer,branch router,card terminal,claims archive,mail gateway,loan desk,meeting planner,mobile token,pension site,print server,query console,safe deposit register,teller screen,travel tool,vault camera,visitor kiosk,voice recorder'.split(
    ',',
  );
const TEAMS =
  'service desk,people team,branch manager,security office,facilities team,payments crew,risk office,network team'.split(
    ',',
  );
const ACTIONS =
  'renew,request,replace,report,return,reset,approve,suspend,archive,inspect,transfer,register'.split(
    ',',
  );
const OBJECTS =
  'access,contract,certificate,device,expense claim,leave record,licence,password,permit,receipt,schedule,signature'.split(
    ',',
  );
const TIMES =
  'within two working days,before the end of the month,at least a week ahead,on the same day,every quarter,once a year,by noon on Friday,after the audit'.split(
    ',',
  );

/** Documents of a bank that does not exist: four sections each, every section one chunk of about 150 words. */
export function writeHandbook(count: number): readonly HandbookDocument[] {
  const random = createRandom(42);
  const pick = (words: readonly string[]) => words[Math.floor(random() * words.length)] ?? '';
  const sentence = () => {
    const limit = Math.floor(random() * 900) + 100;
    return `Staff ${pick(ACTIONS)} the ${pick(OBJECTS)} of the ${pick(SYSTEMS)} ${pick(TIMES)}, and the ${pick(TEAMS)} checks form ${limit}.`;
  };
  return Array.from({ length: count }, (_, index) => {
    const system = SYSTEMS[index % SYSTEMS.length] ?? '';
    const title = `Rules for the ${system}, part ${index + 1}`;
    const sections = Array.from({ length: SECTIONS }, (_section, position) => {
      const heading = `## ${pick(ACTIONS)} the ${pick(OBJECTS)}, case ${position + 1}`;
      return `${heading}\n\n${Array.from({ length: SENTENCES }, sentence).join(' ')}`;
    });
    return {
      source: `handbook/${index + 1}.md`,
      title,
      text: `# ${title}\n\n${sections.join('\n\n')}`,
    };
  });
}

/** Questions that those documents answer, none of them twice in a row. */
export function writeQuestions(count: number): readonly string[] {
  const random = createRandom(7);
  const pick = (words: readonly string[]) => words[Math.floor(random() * words.length)] ?? '';
  return Array.from({ length: count }, (_, index) =>
    index % 2 === 0
      ? `Who checks the form when staff ${pick(ACTIONS)} the ${pick(OBJECTS)} of the ${pick(SYSTEMS)}?`
      : `When do I have to ${pick(ACTIONS)} the ${pick(OBJECTS)} of the ${pick(SYSTEMS)}?`,
  );
}
