/** How models begin when they will not, in the languages that are most asked in. */
const REFUSALS =
  /^\W*(?:(?:i['’]?m|i am|we['’]?re|we are) (?:(?:very |so |really )?sorry|afraid|unable|not able|not allowed|not permitted)|sorry,? (?:but )?(?:i|we)\b|i (?:can(?:no|['’])t|can ?not|won['’]t|will not|must decline|have to decline|decline)\b|as an? (?:ai|language model)\b|es tut mir leid|leider kann ich|ich kann (?:ihnen |dir )?(?:dabei |das |diese )?nicht|je suis désolée?|je ne peux pas|lo siento|no puedo\b|mi dispiace|non posso\b|het spijt me)/i;
/** A refusal says so at once; an answer that is much longer has something else to say, too. */
const MAX_CHARS = 600;

/** Whether an answer declines to answer rather than saying that it found nothing. Judged by how it begins. */
export function isRefusal(answer: string): boolean {
  return answer.length <= MAX_CHARS && REFUSALS.test(answer);
}
