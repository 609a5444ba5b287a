import picocolors from 'picocolors';
import { printableJson } from './text/printable.ts';

export type Colors = ReturnType<typeof picocolors.createColors>;

/** One of the two streams of the process, or what a test collects in its place. */
export interface OutputStream {
  readonly isTty: boolean;
  readonly columns: number;
  write(text: string): void;
}

/** Where commands write: answers to stdout, everything about how they came to be to stderr. */
export interface Terminal {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly colors: Colors;
  readonly isQuiet: boolean;
  /** Columns for text on stdout; null when it goes to a file or a pipe. */
  readonly width: number | null;
  print(text: string): void;
  printJson(value: unknown): void;
  /** A value on one line, for streams of them. */
  printJsonLine(value: unknown): void;
  /** Says something on stderr, unless `--quiet`. */
  note(text: string): void;
  /** Says something on stderr, always. */
  complain(text: string): void;
}

export interface TerminalOptions {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly color: 'never' | 'always' | 'on_terminal';
  readonly isQuiet: boolean;
}

export function createTerminal(options: TerminalOptions): Terminal {
  const { stdout, stderr, color, isQuiet } = options;
  return {
    stdout,
    stderr,
    colors: picocolors.createColors(
      color === 'always' || (color === 'on_terminal' && stdout.isTty),
    ),
    isQuiet,
    width: stdout.isTty ? stdout.columns : null,
    print: (text) => stdout.write(`${text}\n`),
    printJson: (value) => stdout.write(`${printableJson(value, 2)}\n`),
    printJsonLine: (value) => stdout.write(`${printableJson(value, 0)}\n`),
    note: (text) => {
      if (!isQuiet) stderr.write(`${text}\n`);
    },
    complain: (text) => stderr.write(`${text}\n`),
  };
}
