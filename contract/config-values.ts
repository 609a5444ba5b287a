import { z } from 'zod';

export const BaseUrl = z.url({ protocol: /^https?$/ }).refine(
  (text) => {
    const url = new URL(text);
    return url.username === '' && url.password === '' && url.search === '' && url.hash === '';
  },
  { message: 'must hold no credentials, query or fragment' },
);

export const EnvironmentVariable = z
  .string()
  .regex(/^[A-Z][A-Z0-9_]{0,127}$/, 'must name an environment variable, like OPENAI_API_KEY');

/** How the weights of a model in this process are kept. */
export const LocalDtype = z.enum(['fp32', 'fp16', 'q8', 'int8', 'uint8', 'q4']);
