import type { z } from 'zod';
import type { endpoints } from './endpoints.ts';

export type EndpointName = keyof typeof endpoints;
type Table = typeof endpoints;

type Output<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;
type Input<Schema> = Schema extends z.ZodType ? z.input<Schema> : undefined;
type PartOf<Name extends EndpointName, Part extends string> = Table[Name] extends {
  readonly [key in Part]: infer Schema;
}
  ? Schema
  : undefined;

/** What a handler gets: validated, with defaults filled in. */
export type ParamsOf<Name extends EndpointName> = Output<PartOf<Name, 'params'>>;
export type QueryOf<Name extends EndpointName> = Output<PartOf<Name, 'query'>>;
export type BodyOf<Name extends EndpointName> = Output<PartOf<Name, 'body'>>;

/** What a client sends. */
export type ParamsInput<Name extends EndpointName> = Input<PartOf<Name, 'params'>>;
export type QueryInput<Name extends EndpointName> = Input<PartOf<Name, 'query'>>;
export type BodyInput<Name extends EndpointName> = Input<PartOf<Name, 'body'>>;

export type ResponseOf<Name extends EndpointName> = z.output<Table[Name]['response']>;
