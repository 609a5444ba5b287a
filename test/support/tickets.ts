import type { Example } from '../../contract/classifier.ts';

const TEXTS: Readonly<Record<string, readonly string[]>> = {
  printer: [
    'the printer has a paper jam',
    'printer out of toner',
    'cannot print a page',
    'my printout is blank',
    'how do I add a printer',
    'the printer on the second floor is offline',
  ],
  password: [
    'I forgot my password',
    'reset my password please',
    'my account is locked',
    'password expired today',
    'how do I change the password',
    'the login says wrong password',
  ],
  leave: [
    'how many days of leave do I get',
    'book annual leave',
    'my manager refused my holiday',
    'carry over holiday to next year',
    'sick leave certificate',
    'how much parental leave is there',
  ],
};

/** Tickets of three kinds, six of each. */
export const TICKETS: readonly Example[] = Object.entries(TEXTS).flatMap(([label, texts]) =>
  texts.map((text) => ({ text, label })),
);
