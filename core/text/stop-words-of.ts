import type { Language } from '../../contract/language.ts';
import { STOP_WORDS } from './stop-words.ts';

/**
 * Words of each language that carry no topic, in lower case and with their accents: articles, pronouns,
 * prepositions, conjunctions, forms of to be, to have and the modal verbs, words that ask, and what elision leaves
 * before an apostrophe. Words that name something at work in another sense are left out (German "Art", French "an").
 */
export const STOP_WORDS_OF: Readonly<Record<Language, ReadonlySet<string>>> = {
  en: STOP_WORDS,
  de: wordsOf(`der die das den dem des ein eine einen einem einer eines kein keine keinen keinem keiner und oder
    aber denn sondern sowie ich du er sie es wir ihr mich dich sich uns euch mir dir ihm ihn ihnen mein meine
    meinen meinem meiner meines dein deine deinen sein seine seinen seinem seiner seines ihre ihren ihrem ihrer
    ihres unser unsere unseren unserem unserer euer eure dieser diese dieses diesen diesem jener jene jenes jeder
    jede jedes jeden jedem alle allen aller alles man wer wen wem wessen was welche welcher welches welchen
    welchem wann wo wohin woher wie warum weshalb wieso ob dass daß wenn als weil da damit so auch nur noch schon
    nicht nichts sehr hier dort dann doch zwar bin bist ist sind seid war waren warst wäre wären gewesen habe hast
    hat haben habt hatte hatten hätte hätten gehabt werde wirst wird werden werdet wurde wurden würde würden
    geworden worden kann kannst können könnt könnte könnten darf darfst dürfen dürfte muss muß musst müssen müsste
    soll sollst sollen sollte sollten will willst wollen wollte möchte möchten mag in im ins an am ans auf aus bei
    beim bis durch für gegen hinter mit nach neben ohne über um unter von vom vor während wegen zu zum zur
    zwischen seit ab etwas mehr viel viele wieviel`),
  fr: wordsOf(`le la les un une des du de d l à au aux et ou où ni mais donc or car je j tu t il elle on nous vous
    ils elles me m te se s moi toi lui leur leurs eux soi y en mon ma mes ton ta tes son sa ses notre nos votre
    vos ce c cet cette ces ça cela ceci celui celle ceux celles qui que qu quoi dont quel quelle quels quelles
    lequel laquelle lesquels lesquelles comment combien quand pourquoi si comme lorsque puisque pour par avec sans
    sous sur dans chez entre vers dès depuis pendant avant après contre jusque jusqu ne n pas plus moins très
    aussi même déjà encore toujours tout toute tous toutes est es suis sommes êtes sont était étais étaient étions
    étiez sera seront serait soit soient être été ai as a avons avez ont avait avais avaient aura auront aurait
    ait aient avoir eu peut peux peuvent pouvons pouvez pourrait doit dois doivent devons devez devrait faut fait
    font faire`),
  es: wordsOf(`el la los las lo un una unos unas de del a al y e o u ni pero sino aunque porque pues que qué quien
    quién quienes quiénes cual cuál cuales cuáles cuyo cuya como cómo cuando cuándo donde dónde cuanto cuánto
    cuanta cuánta cuantos cuántos cuantas cuántas yo tú él ella ello nosotros nosotras vosotros ellos ellas usted
    ustedes me te se nos os le les mi mis tu tus su sus nuestro nuestra nuestros nuestras mío mía este esta esto
    estos estas ese esa eso esos esas aquel aquella aquello aquellos aquellas en con sin por para sobre entre
    hasta desde hacia contra según durante tras ante bajo si sí no más menos muy también tampoco ya aún todo toda
    todos todas soy eres es somos son era eran fue fueron ser sido sea sean será serán estoy está están estaba
    estaban estar he has ha hemos han había habían haber hay haya tengo tiene tienen tener puedo puede pueden
    poder podría debo debe deben deber`),
  it: wordsOf(`il lo la i gli le l un uno una di d del dello della dell dei degli delle a ad al allo alla all ai
    agli alle da dal dallo dalla dall dai dagli dalle in nel nello nella nell nei negli nelle con col su sul sullo
    sulla sull sui sugli sulle per tra fra e ed o od ma però anche né se perché che chi cui quale quali cosa come
    quando dove quanto quanta quanti quante io tu lui lei noi voi loro mi ti ci vi si ne lo mio mia miei mie tuo
    tua tuoi tue suo sua suoi sue nostro nostra nostri nostre vostro vostra questo questa questi queste quello
    quella quelli quelle quel quei non più meno molto già ancora sempre tutto tutta tutti tutte sono sei è siamo
    siete era erano essere stato stata stati state sia siano sarà saranno ho hai ha abbiamo avete hanno aveva
    avevano avere avuto abbia può posso possono possiamo potere deve devo devono dobbiamo dovere dopo prima senza
    contro c`),
  nl: wordsOf(`de het een en of maar want dus ik jij je hij zij ze wij we jullie u mij me jou hem haar ons hen hun
    zich mijn jouw uw zijn onze deze dit die dat wie wat welk welke waar wanneer hoe hoeveel waarom er hier daar
    dan als toen om te tot van voor met zonder in op aan bij naar uit over onder tegen tussen door na tijdens
    sinds omdat doordat zodat terwijl hoewel niet geen nog al ook wel zo zeer meer heel alle alles iets niets ben
    bent is was waren geweest heb hebt heeft hebben had hadden gehad word wordt worden werd werden geworden kan
    kunt kunnen kon konden mag mogen mocht moet moeten moest zal zult zullen zou zouden wil wilt willen wilde
    dient`),
  pt: wordsOf(`o a os as um uma uns umas de do da dos das em no na nos nas num numa por pelo pela pelos pelas para
    ao à aos às com sem sob sobre entre até desde contra durante após e ou nem mas porém porque pois que quê quem
    qual quais cujo cuja como quando onde quanto quanta quantos quantas eu tu ele ela nós vós eles elas você vocês
    me te se lhe lhes meu minha meus minhas teu tua seu sua seus suas nosso nossa nossos nossas este esta isto
    estes estas esse essa isso esses essas aquele aquela aquilo aqueles aquelas não sim mais menos muito já ainda
    também só todo toda todos todas sou és é somos são era eram foi foram ser sido seja sejam será serão estou
    está estão estava estavam estar tenho tem têm tinha tinham ter há houve haver posso pode podem poder devo
    deve devem dever`),
  sv: wordsOf(`den det de en ett och eller men för att som om jag du han hon vi ni man mig dig sig oss er honom
    henne dem min mitt mina din ditt dina sin sitt sina vår vårt våra ert era hans hennes deras denna detta dessa
    vem vad vilken vilket vilka när var vart hur varför då så där här i på av till från med utan vid under över
    mellan mot efter före hos inom ur genom sedan inte ej också bara redan än mer mycket alla allt någon något
    några ingen inget inga är var varit vara blir bli blev blivit har hade haft ha kan kunna kunde får fick få ska
    skall skulle vill ville måste bör hur många`),
};

function wordsOf(list: string): ReadonlySet<string> {
  return new Set(list.split(/\s+/u));
}
