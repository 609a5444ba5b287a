import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Texts that do something in a page that takes any of them for more than text: each tries to change the
 * title to `owned`, or to load from an address that nothing else asks for.
 */
export const ATTACKS: readonly string[] = [
  `<script>document.title='owned'</script>`,
  `<img src=x onerror="document.title='owned'">`,
  `<svg onload="document.title='owned'"><animate onbegin="document.title='owned'"/></svg>`,
  `"><iframe srcdoc="<script>parent.document.title='owned'</script>"></iframe>`,
  `<a href="javascript:document.title='owned'">here</a>`,
  `[here](javascript:document.title='owned') ![pixel](http://127.0.0.1:9/pixel.png)`,
  `<style>@import 'http://127.0.0.1:9/style.css';</style><link rel=stylesheet href=//127.0.0.1:9/a.css>`,
  `<video><source onerror="document.title='owned'"></video><audio src=http://127.0.0.1:9/a.mp3 autoplay>`,
  `<form action=http://127.0.0.1:9/><input autofocus onfocus="document.title='owned'"></form>`,
  `<math><mtext></table><mglyph><style><img src=x onerror="document.title='owned'">`,
  `<meta http-equiv=refresh content="0;url=http://127.0.0.1:9/"><base href=http://127.0.0.1:9/>`,
  `</textarea></title></script><object data=http://127.0.0.1:9/x.swf></object>`,
  '{{constructor.constructor("document.title=\'owned\'")()}} ${document.title="owned"} #{7*7} <%= 7*7 %>',
  `\u202Egnp.exe\u202C zero\u200Bwidth \u2066isolate\u2069 tag\u{E0041} \uFEFF`,
  `=HYPERLINK("http://127.0.0.1:9/","x") @SUM(1+1) -2+3 +1`,
  `__proto__ constructor.prototype javascript:/*--></title></style></script>`,
];

const TEXTS_OF_A_FIELD = 40;

/**
 * The attacks as texts of at most `maxLength` characters, several to each. Beside those above, the payloads of the
 * folder that `FOOTNOTE_ATTACKS` names, if it does: JSON files with strings anywhere in them.
 */
export async function attackTexts(folder: string | null, maxLength: number): Promise<string[]> {
  const all = [...ATTACKS, ...(folder === null ? [] : await readAttacks(folder))];
  const texts: string[] = [];
  let text = '';
  for (const attack of all.filter((one) => one.trim() !== '' && one.length < maxLength)) {
    if (text !== '' && text.length + attack.length + 1 > maxLength) {
      texts.push(text);
      text = '';
    }
    text = text === '' ? attack : `${text}\n${attack}`;
  }
  return [...texts, text].slice(0, TEXTS_OF_A_FIELD);
}

async function readAttacks(folder: string): Promise<readonly string[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).toSorted();
  const files = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return files.flatMap((file) => stringsIn(JSON.parse(file))).filter((text) => isStorable(text));
}

function stringsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(stringsIn);
}

/** What the API would refuse reaches no page. */
function isStorable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}
