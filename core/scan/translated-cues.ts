import type { Cue } from './cue.ts';

const GAP = String.raw`[^.!?\n]{0,60}?`;

/** What overrides instructions, changes the role or keeps from the user: German, French, Spanish, Italian, Portuguese, Dutch. */
export const TRANSLATED_CUES: readonly Cue[] = [
  overriding(
    'ignorier|missachte|vergiss|vergessen sie|verwirf',
    String.raw`[a-z]{0,3} ${GAP}\b(?:vorherig|vorig|bisherig|obig|früher|frueher|vorangegangen|alle|deine|ihre|ursprünglich)\w{0,3}\b${GAP}(?:anweisung|instruktion|befehl|vorgabe|regel|prompt)`,
  ),
  overriding(
    'ignore|oublie|ne tiens pas compte|ne tenez pas compte|fais abstraction|faites abstraction',
    String.raw`[zr]?s? ${GAP}(?:instructions?|consignes?|directives?|ordres?|r[eè]gles?)${GAP}\b(?:pr[eé]c[eé]dent|ant[eé]rieur|ci-dessus|initial|syst[eè]me|re[cç]u)`,
  ),
  overriding(
    'ignore|oublie',
    String.raw`[zr]?s? ${GAP}\b(?:pr[eé]c[eé]dent|ant[eé]rieur)\w{0,3}\b${GAP}(?:instructions|consignes|directives)`,
  ),
  overriding(
    'ignor|olvid|descart|omit|haz caso omiso|hagan caso omiso|no hagas caso',
    String.raw`[a-z]{0,3} ${GAP}(?:instrucciones|indicaciones|[oó]rdenes|reglas|directrices|mensajes)${GAP}\b(?:anterior|previ|precedent|de arriba|del sistema|recibid)`,
  ),
  overriding(
    'ignor|dimentic|trascur|non tenere conto|non considerare',
    String.raw`[a-z]{0,4} ${GAP}(?:istruzioni|indicazioni|comandi|regole|direttive)${GAP}\b(?:precedent|sopra|anterior|inizial|del sistema|ricevut)`,
  ),
  overriding(
    'ignor|dimentic|esque|desconsider|descart',
    String.raw`[a-zç]{0,4} ${GAP}(?:precedenti istruzioni|(?:instru[cç][oõ]es|orienta[cç][oõ]es|comandos|regras|diretrizes)${GAP}\b(?:anterior|pr[eé]vi|acima|precedent|do sistema|recebid))`,
  ),
  overriding(
    'negeer|vergeet|houd geen rekening met',
    String.raw` ${GAP}\b(?:eerdere|vorige|voorgaande|bovenstaande|alle|je|uw|oorspronkelijke)\b${GAP}(?:instructies|opdrachten|aanwijzingen|regels|prompt)`,
  ),
  {
    code: 'changes_role',
    weight: 0.5,
    opening:
      "du bist (?:jetzt|nun|ab sofort|ab jetzt)|ab (?:jetzt|sofort) (?:bist|antwortest) du|tu es (?:maintenant|désormais|desormais)|vous êtes (?:maintenant|désormais)|ahora eres|a partir de ahora (?:eres|responde|act)|ora sei|adesso sei|d'ora in poi (?:sei|rispondi)|agora voc[eê] [eé]|a partir de agora,? (?:voc[eê]|responda|aja)|je bent nu|vanaf nu (?:ben|antwoord) je",
    rest: '',
  },
  {
    code: 'asks_for_prompt',
    weight: 0.5,
    opening:
      'system-?prompt|system-prompt|invite système|prompt (?:du|del|di|do|de) (?:système|systeme|sistema)|systeemprompt',
    rest: '',
  },
  {
    code: 'keeps_from_user',
    weight: 0.8,
    opening:
      'sage? (?:es )?dem (?:be)?nutzer nicht|verrate dem (?:be)?nutzer nicht|ne (?:le )?(?:dis|dites|révèle) (?:rien |pas )?(?:ceci |cela )?à l.utilisateur|no (?:se )?(?:lo |le )?(?:digas|diga|reveles) (?:nada |esto )?al usuario|non (?:dire|rivelare|dirlo) (?:nulla |questo )?all.utente|não (?:diga|conte|revele) (?:nada |isso )?ao usuário|vertel (?:dit |het )?(?:niet aan )?de gebruiker|zeg (?:dit |het )?(?:niet )?tegen de gebruiker',
    rest: '',
  },
  {
    code: 'dictates_answer',
    weight: 0.5,
    opening:
      'antworte (?:nur|ausschließlich|immer) mit|réponds (?:uniquement|seulement|toujours)|responde (?:solo|únicamente|siempre)|rispondi (?:solo|sempre|soltanto)|responda (?:apenas|somente|sempre)|antwoord (?:alleen|altijd)',
    rest: '',
  },
];

function overriding(opening: string, rest: string): Cue {
  return { code: 'overrides_instructions', weight: 1, opening, rest };
}
