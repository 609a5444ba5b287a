const MAX_LINE_CHARS = 300;
const NAME = String.raw`([\p{L}_$][\p{L}\p{N}_$]*)`;

/**
 * How functions, classes and their kin begin at the left margin, over the usual languages: a keyword
 * before the name, behind words that only qualify it.
 */
const DECLARATIONS: readonly RegExp[] = [
  // JavaScript and TypeScript, Java, C#, Kotlin, Scala, Swift, Rust, PHP, Python, Ruby.
  new RegExp(
    String.raw`^(?:(?:export|default|declare|public|private|protected|internal|static|final|abstract|sealed|open|data|case|async|partial|readonly|inline|suspend|override|unsafe|extern|const|pub(?:\([a-z ]+\))?) )*(?:function\*?|class|interface|enum|record|struct|trait|object|module|namespace|protocol|extension|def|fn|fun|func|type|mod|impl(?:<[^>]*>)?) +(?:self\.)?${NAME}`,
    'u',
  ),
  // A function held by a constant.
  new RegExp(
    String.raw`^(?:export )?(?:const|let|var|val) ${NAME}(?:: [^=]+)? = (?:async )?(?:function\b|\([^)]*\)[^=]*=>|\w+ =>)`,
    'u',
  ),
  // Go methods, shell functions.
  new RegExp(String.raw`^func \([^)]*\) ${NAME}\(`, 'u'),
  new RegExp(String.raw`^${NAME} ?\(\) ?\{`, 'u'),
  // SQL.
  /^create +(?:or +replace +)?(?:unique +|temp(?:orary)? +|materialized +)*(?:table|view|function|procedure|trigger|index|type) +(?:if +not +exists +)?["'`[]?([\w.$]+)/iu,
  // Sections of TOML and INI files.
  /^\[\[?([\w .:"'/-]+)\]\]?\s*$/u,
  // C and C++: a type, a name, its parameters, and the body on this line or the next.
  /^(?!else\b|return\b|if\b|for\b|while\b|switch\b|typedef\b)(?:[A-Za-z_][\w:<>,*&]* +[*&]*)+([A-Za-z_~][\w:~]*)\([^;=]*\)?\s*(?:const\s*)?\{?$/u,
];

/** The name that a line at the left margin declares, or null when it declares none that can be seen. */
export function findDeclaration(line: string): string | null {
  if (line === '' || line.length > MAX_LINE_CHARS || /^[\s)}\]#/*]/.test(line)) return null;
  for (const declaration of DECLARATIONS) {
    const name = declaration.exec(line)?.[1];
    if (name !== undefined) return name;
  }
  return null;
}
