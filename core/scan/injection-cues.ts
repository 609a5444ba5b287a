import type { Cue, InjectionCode } from './cue.ts';
import { TRANSLATED_CUES } from './translated-cues.ts';

const GAP = String.raw`[^.!?\n]{0,60}?`;
const SHORT_GAP = String.raw`[^.!?\n]{0,25}?`;
/** Signs that end a sentence may stand in an address or before a quotation mark. */
const LONG_GAP = String.raw`(?:[^.!?\n]|[.!?](?=[^ \n])){0,140}?`;
const RULES = String.raw`(?:instruction|direction|directive|prompt|command|guideline|programming|rule|order|constraint|restriction|training)s?\b`;
const EARLIER = String.raw`\b(?:previous|prior|above|earlier|preceding|former|foregoing|initial|original|system|existing|your|you)\b`;
const MODEL = String.raw`(?:a\.?i\.?\b|ai[- ](?:assistant|model|agent|system|bot)|l\.?l\.?m\.?s?\b|(?:large )?language models?|chat-?bots?|chatgpt|gpt-?\d?\b|(?:virtual |digital )?assistants?\b|model\b)`;
/** Where what has to stand before is looked for backwards, since the verbs themselves are far too common. */
const YOUR_ANSWER =
  'your (?:(?:final|next|first|entire|whole) )?(?:response|answer|reply|replies|output|completion)s?';
const TALK = String.raw`(?:(?:this|the|our|entire|full|whole) (?:conversation|chat|dialogue)|(?:conversation|chat) history|system prompt|user(?:'s|’s)? (?:question|query|message|input|data|prompt)s?|previous messages)`;

const OVERRIDING: readonly Cue[] = [
  ...cuesOf('overrides_instructions', [
    [
      1,
      'ignor|disregard|forget|neglect|overrid|bypass|discard',
      String.raw`\w{0,3} ${GAP}${EARLIER}${GAP}${RULES}`,
    ],
    [
      1,
      'ignor|disregard|forget',
      String.raw`\w{0,3} ${SHORT_GAP}${RULES}${SHORT_GAP}\b(?:above|before|earlier|you (?:were|have been|got|received|had))\b`,
    ],
    [
      1,
      'ignor|disregard|forget',
      String.raw`\w{0,3} (?:everything|anything|all|what)${SHORT_GAP}(?:above|before this|you (?:were|have been|know|learned|got)|(?:i|we) (?:said|told))\b`,
    ],
    [
      1,
      "do not|don't|stop|no longer",
      String.raw` (?:follow|obey|adher)\w{0,3} ${SHORT_GAP}\b(?:previous|prior|earlier|your|system|original)\b${SHORT_GAP}${RULES}`,
    ],
    [0.5, 'ignor|disregard', String.raw`\w{0,3} (?:all|any|every)\b${SHORT_GAP}${RULES}`],
    [
      0.8,
      'instructions|prompt|rules',
      String.raw`${SHORT_GAP}\b(?:above|before|previously|earlier)\b${SHORT_GAP}\b(?:ignored|disregarded|void)\b`,
    ],
    [
      0.8,
      'your',
      String.raw` (?:new|real|actual|true|only|updated) (?:task|instructions?|job|goal|objective|role|purpose) (?:is|are)\b`,
    ],
    [
      0.6,
      'new instruction|updated instruction|important instruction|hidden instruction|secret instruction|special instruction|urgent instruction|new system (?:instruction|prompt)|new directive|new prompt',
      String.raw`s? ?(?::|follow\b|for you\b)`,
    ],
    [1, 'system override|system prompt override|begin system prompt|end of system prompt', ''],
    [1, 'override', String.raw` (?:your|the|all|any) (?:safety|security|content|system)\b`],
  ]),
];

const ROLES: readonly Cue[] = [
  ...cuesOf('changes_role', [
    [
      1,
      'you are',
      String.raw` now (?:in )?(?:dan\b|${MODEL}|an? (?:unrestricted|unfiltered|evil|different)|developer mode|jailbroken|free from)`,
    ],
    [
      0.4,
      'you are',
      String.raw` (?:now|going to|about to) (?:an?|the|in|called|named|act|pretend|play|be|become|simulate)\b`,
    ],
    [
      1,
      'you are',
      String.raw` (?:no longer|not) (?:chatgpt|an? ai\b|bound by|an? language model|a helpful)`,
    ],
    [
      0.5,
      'from now on|from this point|for the rest of this',
      String.raw`${SHORT_GAP}\byou(?:'ll|’ll)? (?:are|will|must|act|respond|answer|shall|only|have|should|speak|can)\b`,
    ],
    [
      0.5,
      'from now on|from this point',
      String.raw`,? (?:act|respond|answer|reply|speak|write|pretend)\b`,
    ],
    [0.3, 'act (?:as|like)', String.raw` (?:an?|if|though|my|the|your)\b`],
    [0.5, 'pretend', String.raw` (?:to be|that you|you(?:'re| are| have)|as if)\b`],
    [0.4, 'role ?-?play|stay in character|break character|in character|the role of|simulate', ''],
    [
      0.6,
      'do anything now|jailbr(?:eak|oken)|developer mode|dan mode|unfiltered|uncensored|unrestricted ai|amoral|god mode',
      '',
    ],
    [
      0.5,
      'unethical|immoral|illegal|hateful|inappropriate',
      String.raw`,? (?:and|or|unethical|immoral|illegal|harmful)\b`,
    ],
    [
      0.6,
      'ethical|moral|content|legal|safety',
      String.raw`(?<=\b(?:without|no|any|regardless of) (?:any )?\w{5,7})\b[^.!?\n]{0,30}?(?:guideline|restriction|limit|filter|boundar|constraint|consideration|polic|standard)`,
    ],
    [
      0.6,
      'not (?:be )?(?:bound|limited|restricted|constrained) by|broken free|free from all|no (?:restrictions|limitations|filters|morals|boundaries)',
      '',
    ],
  ]),
];

const ANSWERS: readonly Cue[] = [
  ...cuesOf('changes_role', [
    [
      0.6,
      'i want you to|i need you to|you will|you shall|you have to|you must|you should',
      String.raw` (?:now )?(?:act|pretend|role ?-?play|simulate|impersonate|behave|take on|respond|reply|answer|speak|write)\b(?! (?:to|within|by)\b)`,
    ],
    [
      0.4,
      'respond|reply|speak|answer|write|behave',
      String.raw` (?:as|like) (?:if you|an?|both|though|my)\b`,
    ],
    [0.5, 'openai|content', String.raw`(?:'s)? (?:polic(?:y|ies)|guidelines|rules)\b`],
    [
      0.3,
      'my (?:prompt|message|command|next message|first prompt)s?\\b|your (?:prompt|persona|alter ego|programming|character)\\b',
      '',
    ],
    [0.4, 'as chatgpt|like chatgpt|no longer chat ?gpt|alter ego|persona|fictional', ''],
  ]),
  ...cuesOf('asks_for_prompt', [
    [
      1,
      'reveal|print|show|output|repeat|display|leak|disclose|recite|dump|give me|tell me|write out',
      String.raw`\b[^.!?\n]{0,30}?\b(?:your|the|its) (?:(?:full|initial|original|hidden|secret|complete|entire|exact|internal) ){0,2}(?:system (?:prompt|message|instructions?)|prompt\b|pre-?prompt)`,
    ],
    [
      1,
      'reveal|print|show|output|repeat|display|leak|disclose|recite',
      String.raw` (?:me )?(?:all )?(?:of )?your (?:(?:full|initial|original|hidden|secret|system|complete|previous) ){0,2}instructions\b`,
    ],
    [0.4, 'system prompt|prompt injection', ''],
    [0.8, 'repeat', String.raw` (?:everything|all|the (?:words|text)) (?:above|before)\b`],
  ]),
  ...cuesOf('keeps_from_user', [
    [
      0.7,
      "do not|don't|never|without",
      String.raw` (?:tell|inform|mention|reveal|alert|notify|warn|disclos|let)\w{0,3} ${SHORT_GAP}\b(?:the|any) (?:user|human|reader|person asking)s?\b`,
    ],
    [
      0.8,
      "do not|don't|never",
      String.raw` (?:mention|reveal|disclose|acknowledge|refer to|repeat)\b${SHORT_GAP}(?:these|this|your|the) (?:hidden |secret |system )?(?:instruction|prompt|message|directive)s?\b`,
    ],
    [
      0.3,
      "never (?:refuse|say no|decline)|cannot refuse|can't refuse|i'm sorry|as an ai|i cannot|do not apologi[sz]e",
      '',
    ],
  ]),
  ...cuesOf('dictates_answer', [
    [
      0.5,
      'respond|repl(?:y|ies)|answer|output',
      String.raw` (?:only|exclusively|solely|just) (?:with|in|as)\b`,
    ],
    [
      0.6,
      'respond|reply|answer',
      String.raw` (?:to )?(?:every|all|each|any) (?:question|prompt|query|message|request)s?\b`,
    ],
    [
      0.5,
      'always',
      String.raw` (?:respond|answer|reply|say|recommend|output|end your|start your)\b`,
    ],
    [
      0.8,
      YOUR_ANSWER,
      String.raw`(?<=\b(?:begin|start|end|finish|conclude|preface|prefix) (?:all |each |every |any )?(?:of )?your [a-z ]{3,20})${SHORT_GAP}\bwith\b`,
    ],
    [
      1,
      YOUR_ANSWER,
      String.raw`(?<=\b(?:add|includ|insert|integrat|append|incorporat|embed|weav|mention|inject|plac|introduc|sprinkl|slip)\w{0,3} ${LONG_GAP}\b(?:in|into|to|within|throughout|at the (?:end|start|beginning) of) your [a-z ]{3,20})`,
    ],
    [
      1,
      YOUR_ANSWER,
      String.raw`(?<=\b(?:modif|adjust|augment|enhanc|enrich|supplement|chang|alter|rearrang|convert|encod|encrypt|scrambl|transform|rewrit|translat|shift|revers|obfuscat)\w{0,3} ${SHORT_GAP}\byour [a-z ]{3,20})`,
    ],
    [
      1,
      YOUR_ANSWER,
      String.raw`(?<=\b(?:replac|substitut|remov|omit|misspell|capitali|group|mix|swap|jumbl|us|abbreviat|delet)\w{0,4} ${LONG_GAP}\b(?:in|of|from|with|throughout|for) (?:all )?your [a-z ]{3,20})`,
    ],
    [
      0.7,
      YOUR_ANSWER,
      String.raw`(?<=\b(?:provide|write|give|deliver|present|compose|craft) your [a-z ]{3,20})\b (?:with|in|as|without|using|by)\b`,
    ],
    [
      0.6,
      'in your (?:response|answer|reply|output)',
      String.raw`,? (?:add|include|mention|suggest|recommend|encourage|insert|provide|use|tell|say|promote|claim|state|write|give|link|advise)\b`,
    ],
    [
      0.6,
      'asked|you are asked|users? asks?|someone asks|prompted',
      String.raw`(?<=\b(?:when|whenever|if) [a-z ]{4,20})\b[^.!?\n]{0,80}?,? (?:say|answer|reply|respond|tell them|recommend|claim|output|print)\b`,
    ],
  ]),
];

const CHANNELS: readonly Cue[] = [
  ...cuesOf('sends_data', [
    [
      1,
      'send|post|forward|upload|transmit|exfiltrate|leak|email|submit|append',
      String.raw`\b${GAP}${TALK}[^\n]{0,80}?(?:\bto\b|https?://|@)`,
    ],
    [0.6, 'exfiltrat', ''],
  ]),
  ...cuesOf('addresses_model', [
    [
      1,
      'attention|important|notice|message|instructions?|note|warning|reminder',
      String.raw` (?:to|for) (?:the |all |any |every )?(?:${MODEL})(?: ?[:!,.]| reading| that| processing| (?:system )?summari)`,
    ],
    [1, 'if you are', String.raw` (?:an?|the) ${MODEL}`],
    [
      0.6,
      'as an?',
      String.raw` (?:ai|large|language|llm)\b${SHORT_GAP}(?:model|assistant|language)?,? (?:you|your|ignore|do not)\b`,
    ],
    [
      0.6,
      'dear ai|dear assistant|hey ai|hey assistant|hello ai|hello,? (?:assistant|chatgpt)|hey,? chatgpt|hi,? (?:assistant|chatgpt|ai)|dear (?:llm|chat-?bot)',
      String.raw`\b`,
    ],
    [
      0.35,
      'chatgpt|large language model|language model|ai assistant|ai model|chatbot|openai|artificial intelligence',
      '',
    ],
  ]),
];

export const CUES: readonly Cue[] = [
  ...OVERRIDING,
  ...ROLES,
  ...ANSWERS,
  ...CHANNELS,
  ...TRANSLATED_CUES,
];

function cuesOf(
  code: InjectionCode,
  cues: readonly (readonly [weight: number, opening: string, rest: string])[],
): readonly Cue[] {
  return cues.map(([weight, opening, rest]) => ({ code, weight, opening, rest }));
}
