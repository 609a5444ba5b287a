/** An image of Markdown, whichever way it names its address; a mark right behind an exclamation is none. */
const IMAGE = /!\[(?!\^?\d{1,3}\])[^\]]{0,500}\]/u;
/** An element that loads, runs or sends something. */
const ELEMENT =
  /<[a-z][a-z0-9-]*\b[^<>]{0,2000}?\b(?:action|background|data|href|on[a-z]+|poster|src|srcset|style)\s*=/iu;

/** Whether a reader that renders the text as Markdown or HTML may load or run something by it. */
export function loadsSomething(text: string): boolean {
  return IMAGE.test(text) || ELEMENT.test(text);
}
