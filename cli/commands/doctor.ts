import type { Command } from 'commander';
import type { CommandContext, ExitCode, RunCommand } from '../command-context.ts';
import { diagnose, type Finding } from '../diagnose.ts';
import type { Colors } from '../terminal.ts';
import { printableLine } from '../text/printable.ts';

const LABEL_WIDTH = 9;

export function registerDoctor(program: Command, run: RunCommand): void {
  program
    .command('doctor')
    .description('check this machine, the server and the key, and say what to do')
    .option('--json', 'print the findings as JSON')
    .action((options: { readonly json?: boolean }, command: Command) =>
      run(command, (context) => runDoctor(context, options)),
    );
}

async function runDoctor(
  context: CommandContext,
  options: { readonly json?: boolean },
): Promise<ExitCode> {
  const { terminal } = context;
  const findings = await diagnose(context);
  if (options.json === true) terminal.printJson(findings);
  else for (const finding of findings) terminal.print(describe(finding, terminal.colors));
  return findings.some((finding) => finding.state === 'problem') ? 1 : 0;
}

function describe(finding: Finding, colors: Colors): string {
  const paint = { ok: colors.green, warning: colors.yellow, problem: colors.red }[finding.state];
  const label = paint(finding.state) + ' '.repeat(LABEL_WIDTH - finding.state.length);
  const line = label + printableLine(`${finding.subject}: ${finding.detail}`);
  if (finding.advice === null) return line;
  return `${line}\n${' '.repeat(LABEL_WIDTH)}${printableLine(finding.advice)}`;
}
