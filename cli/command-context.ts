import type { Command } from 'commander';
import type { ApiClient } from './api-client.ts';
import type { CliSettings } from './config.ts';
import type { Terminal } from './terminal.ts';

/** 0: done; 1: something failed; 2: the command was not understood. */
export type ExitCode = 0 | 1 | 2;

export interface Clock {
  /** Milliseconds that only ever grow. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

/** All that a command needs of the world. */
export interface CommandContext {
  readonly client: ApiClient;
  /** Calls the same server with another key. */
  readonly clientWith: (apiKey: string) => ApiClient;
  readonly terminal: Terminal;
  readonly settings: CliSettings;
  readonly clock: Clock;
  readonly nodeVersion: string;
  readonly newId: () => string;
}

/** Runs a command's work with its context, and remembers its exit code. */
export type RunCommand = (
  command: Command,
  work: (context: CommandContext) => Promise<ExitCode>,
) => Promise<void>;
