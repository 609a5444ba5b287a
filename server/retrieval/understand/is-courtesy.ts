const COURTESIES = setOf(
  `thank thanks thx ta cheers hi hello hey hiya greetings bye goodbye welcome ok okay danke merci gracias grazie obrigado
   obrigada tack hallo bonjour hola ciao hej morning afternoon evening`,
);
/** What may stand beside them. */
const FILLINGS = setOf(
  `you your very much so a lot again for the help all and in advance many great perfect wonderful good nice day night there
   everyone everybody team answer quick reply information explanation time patience kind thats that is was helpful it`,
);

/** Thanks, a greeting, a farewell: something that asks nothing, and so goes on with nothing that was asked. */
export function isCourtesy(text: string): boolean {
  const words =
    text
      .toLowerCase()
      .replaceAll(/['’]/gu, '')
      .match(/\p{L}+/gu) ?? [];
  const areAll = words.every((word) => COURTESIES.has(word) || FILLINGS.has(word));
  return areAll && !text.includes('?') && words.some((word) => COURTESIES.has(word));
}

function setOf(words: string): ReadonlySet<string> {
  return new Set(words.split(/\s+/u));
}
