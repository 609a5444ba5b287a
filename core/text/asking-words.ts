import type { Language } from '../../contract/language.ts';

/**
 * Words by which a question asks, beside the stop words: what measures (“how much”, “how often”) and verbs that carry
 * no matter of their own (“what does it mean”, “what happens”). They are searched for, since they help to find
 * answers that are worded alike, but that a text lacks them says nothing. In lower case, each form by itself. Nouns
 * and words that name something at work in another sense are left out (German “Arbeit”, Swedish “arbete”).
 */
const ASKING_WORDS_OF: Readonly<Record<Language, ReadonlySet<string>>> = {
  en: wordsOf(`much many long often soon far else exactly actually usually normally generally possibly ever still
    already also please thanks thank okay get gets getting got gotten go goes going went gone come comes coming came
    take takes taking took taken give gives giving gave given make makes making made put puts keep keeps kept let
    lets use uses used using need needs needed needing want wants wanted like work works worked working happen
    happens happened happening occur occurs mean means meant meaning say says said saying tell tells told know knows
    known find finds found think thinks ask asks asked asking explain describe show shows look looks see sees seen
    seem seems try tries tried might must shall cannot able count counts depend depends regarding possible
    thing things way ways`),
  de: wordsOf(`lange lang oft häufig bald weit genau eigentlich normalerweise üblicherweise bitte danke bekomme
    bekommt bekommen kriege kriegt kriegen gehe geht gehen komme kommt kommen nehme nimmt nehmen gebe gibt geben
    mache macht machen tue tut tun lasse lässt lassen nutze nutzt nutzen benutze benutzt benutzen brauche braucht
    brauchen funktioniert funktionieren passiert passieren geschieht geschehen bedeutet bedeuten heißt sage sagt
    sagen weiß wissen finde findet finden gilt gelten erkläre erklären zeige zeigen möglich wieviele wievielte`),
  fr: wordsOf(`longtemps souvent loin beaucoup exactement généralement merci obtenir obtient obtiens aller va vais
    vont venir vient prendre prend prends prennent donner donne donnent mettre met utiliser utilise besoin veux veut
    vouloir marche fonctionne fonctionnent fonctionner arrive arriver signifie signifier dit dire disent sais sait
    savoir trouver trouve concerne expliquer expliquez possible`),
  es: wordsOf(`mucho mucha muchos muchas lejos menudo exactamente normalmente gracias obtener obtengo obtiene ir va
    voy vienen venir viene tomar toma dar da hacer hace hago hacen poner usar usa uso necesito necesita necesitan
    quiero quiere funciona funcionan funcionar pasa pasar ocurre ocurrir significa significar dice decir sé sabe
    saber encuentro encontrar explicar posible`),
  it: wordsOf(`molta molti molte spesso lontano esattamente normalmente grazie ottenere ottengo ottiene andare va
    vado vanno venire viene prendere prende prendo dare dà fare fa faccio fanno mettere usare usa uso bisogno serve
    voglio vuole volere funziona funzionano funzionare succede succedere significa significare dice dire so sa
    sapere trovare trovo spiegare possibile`),
  nl: wordsOf(`veel lang vaak ver precies eigenlijk meestal bedankt krijg krijgt krijgen ga gaat gaan kom komt komen
    neem neemt nemen geef geeft geven maak maakt maken doe doet doen gebruik gebruikt gebruiken nodig werkt werken
    gebeurt gebeuren betekent betekenen zeg zegt zeggen weet weten vind vindt vinden geldt gelden uitleggen mogelijk`),
  pt: wordsOf(`muita muitos muitas longe exatamente normalmente obrigado obter obtenho obtém ir vai vou vão vir vem
    tomar toma dar dá fazer faz faço fazem pôr usar usa uso preciso precisa quero quer funciona funcionam funcionar
    acontece acontecer significa significar diz dizer sei sabe saber encontrar encontro explicar possível`),
  sv: wordsOf(`länge ofta snart långt mycket exakt egentligen vanligtvis tack går gå kommer komma tar ta ger ge gör
    göra använder använda behöver behöva vill fungerar fungera händer hända betyder betyda innebär säger säga vet
    veta hittar hitta gäller gälla förklara möjligt`),
};

/** Whether a word of a question in one of these languages only asks: no text has to hold it to answer. */
export function onlyAsks(word: string, languages: readonly Language[]): boolean {
  const lower = word.toLowerCase();
  return languages.some((language) => ASKING_WORDS_OF[language].has(lower));
}

function wordsOf(list: string): ReadonlySet<string> {
  return new Set(list.split(/\s+/u));
}
