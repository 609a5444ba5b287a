import type { CliSettings } from '../../../cli/config.ts';
import { runCli } from '../../../cli/run-cli.ts';
import { createSendRequest } from '../../../cli/send-request.ts';
import type { OutputStream } from '../../../cli/terminal.ts';

export interface CommandOptions {
  readonly url: URL;
  readonly isTty?: boolean;
  readonly columns?: number;
  readonly settings?: Partial<CliSettings>;
  readonly nodeVersion?: string;
}

export interface CommandResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Milliseconds of every wait, which take no time here. */
  readonly sleeps: readonly number[];
}

/** Runs one command line in this process, with a clock that only moves when the command waits. */
export async function runCommand(
  commandLine: readonly string[],
  options: CommandOptions,
): Promise<CommandResult> {
  const stdout: string[] = [];
  const stderr: string[] = [];
  const sleeps: number[] = [];
  let now = 0;
  let ids = 0;
  const exitCode = await runCli(commandLine, {
    settings: settingsFor(options),
    stdout: collectingStream(stdout, options),
    stderr: collectingStream(stderr, options),
    clock: {
      now: () => now,
      sleep: async (milliseconds) => {
        sleeps.push(milliseconds);
        now += milliseconds;
        return Promise.resolve();
      },
    },
    nodeVersion: options.nodeVersion ?? '20.20.0',
    newId: () => {
      ids += 1;
      return `id-${ids}`;
    },
    send: createSendRequest(options.url),
  });
  return { exitCode, stdout: stdout.join(''), stderr: stderr.join(''), sleeps };
}

function settingsFor(options: CommandOptions): CliSettings {
  return {
    url: options.url,
    apiKey: 'fn_test',
    dataDirectory: '/nonexistent',
    isDataDirectoryGiven: false,
    configPath: '/nonexistent/footnote.config.yaml',
    isConfigPathGiven: false,
    workingDirectory: '/',
    color: 'never',
    ...options.settings,
  };
}

function collectingStream(parts: string[], options: CommandOptions): OutputStream {
  return {
    isTty: options.isTty ?? false,
    columns: options.columns ?? 100,
    write: (text) => {
      parts.push(text);
    },
  };
}
