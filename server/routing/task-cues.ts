/** Words that speak for a task; how much each kind counts is learnt. */
export const TASK_CUES: readonly (readonly [name: string, pattern: RegExp])[] = [
  [
    'summary',
    /\b(?:summar(?:y|ies|i[sz]e[sd]?|i[sz]ing)|tl;? ?dr|nutshell|recap|synopsis|abstract|outline|overview|gist|condense|shorten|abridged?|digest|takeaways?|boils? down|sum (?:it |this |that )?up|in (?:short|brief|a few words|one sentence|two sentences)|briefly|brief|concise(?:ly)?|highlights|main (?:idea|point)s?|(?:key|important|major|salient) (?:point|fact|idea|detail)s?)\b/i,
  ],
  ['title', /\b(?:titles?|headlines?|caption|subject line)\b/i],
  [
    'class',
    /\b(?:classif(?:y|ied|ication)|categor(?:y|ies|i[sz]e|i[sz]ed)|labels?|sort|group|genre|topics?|section|tag|type|kind|belongs?|descriptors?|spam|assign)\b/i,
  ],
  [
    'opinion',
    /\b(?:sentiment|positive(?:ly)?|negative(?:ly)?|neutral|favou?rable|unfavou?rable|tone|opinion|attitude|feel(?:s|ing|ings)?|emotions?|mood|express(?:es|ed|ing)?|convey(?:s|ed|ing)?|satisf(?:ied|y|action)|dissatisfied|happy|unhappy|enjoy(?:s|ed)?|liked?|disliked?|recommend(?:s|ed|ation)?|critical|flattering|praise|good or bad|bad or good)\b/i,
  ],
  ['rating', /\b(?:rat(?:e|ed|ing|ings)|stars?|scores?|scale|out of (?:5|five|10|ten)|grade)\b/i],
  [
    'judge',
    /\b(?:true or false|yes or no|is (?:this|it|that|the) (?:a|an|the)? ?\w+ or|which of (?:the|these|those)|odd one out|choose|select|pick|which (?:one|option|is|are))\b/i,
  ],
  ['options', /\b(?:options?|choices?|possible|either|from (?:the|this) list|between|among)\b/i],
  [
    'extract',
    /\b(?:extract|retrieve|pull out|find (?:all|every|the)|list (?:all|every|the|down|out)|identify (?:all|every|the)|mentioned|comma[- ]separated|bullet(?:ed|s)?|in the format|names of|occurrences?|each of)\b/i,
  ],
  [
    'given text',
    /\b(?:passages?|articles?|paragraphs?|texts?|documents?|stor(?:y|ies)|excerpts?|contexts?|background|situation|plot|extracts?|snippets?|transcripts?|dialogues?|reports?|news)\b/i,
  ],
  [
    'given opinion',
    /\b(?:reviews?|reviewers?|comments?|feedback|posts?|tweets?|customers?|users?|buyers?|products?|movies?|films?|restaurants?|apps?|authors?|writers?)\b/i,
  ],
  [
    'refers',
    /\b(?:according to|based on|given (?:the|this|that|a|these)|from (?:the|this)|in (?:the|this) (?:\w+ )?(?:passage|text|article|paragraph|context|document)|using (?:the|this|only)|following|above|below|provided|read)\b/i,
  ],
  ['question', /\b(?:questions?|quer(?:y|ies))\b/i],
  ['answer', /\b(?:answers?|answering|respond|reply|hint)\b/i],
  [
    'generate',
    /\b(?:write|draft|compose|create|generate|invent|come up with|brainstorm|suggest(?:ions?)?|ideas?|poems?|haiku|songs?|lyrics|e-?mails?|letters?|blogs?|essays?|slogans?|jokes?|recipes?|itinerar(?:y|ies)|plan|design|imagine|pretend|creative|fictional?|advice|tips|ways to|rewrite|rephrase|paraphrase)\b/i,
  ],
  ['ask', /^\W*(?:who|whom|whose|what|when|where|which|why|how)\b/i],
  [
    'whether',
    /^\W*(?:is|are|was|were|do|does|did|can|could|will|would|should|has|have|had|may|must)\b/i,
  ],
  [
    'explain',
    /\b(?:explain|describe|tell me|what is|what are|define|definition|meaning|difference)\b/i,
  ],
  ['exam', /\b(?:exam|trivia|quiz|knowledge|teacher|student|facts?)\b/i],
];
