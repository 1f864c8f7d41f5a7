// Commands run in the integrated terminal, one task after the other, without a shell in between: an
// argument with spaces or `;` in it stays one argument.

import * as vscode from 'vscode';

/** One command of a plan, as the server says it. */
export interface Step {
  title: string;
  args: string[];
  cwd: string;
  env?: Record<string, string> | null;
}

/** What the server asks to be run. */
export interface RunInTerminal {
  title: string;
  steps: Step[];
}

/** What became of it. */
export interface Outcome {
  /** The number of steps that ended well. */
  completed: number;
  /** The exit code of the step that did not; `null` if it was stopped. */
  exitCode: number | null;
}

const SOURCE = 'flask-lsp';

/** Shows the plan, and once the user agrees runs the steps in turn; stops at the first that fails. */
export async function runInTerminal(run: RunInTerminal): Promise<Outcome> {
  if (!(await isAgreed(run))) {
    return { completed: 0, exitCode: null };
  }
  let completed = 0;
  for (const step of run.steps) {
    const exitCode = await runStep(run.title, step);
    if (exitCode !== 0) {
      return { completed, exitCode };
    }
    completed += 1;
  }
  return { completed, exitCode: 0 };
}

async function isAgreed(run: RunInTerminal): Promise<boolean> {
  const [first] = run.steps;
  const scope = first ? vscode.Uri.file(first.cwd) : undefined;
  if (!vscode.workspace.getConfiguration('flask-lsp', scope).get('run.confirm', true)) {
    return true;
  }
  const lines = run.steps.map((step) => step.args.join(' '));
  const agree = 'Run';
  const question = `${run.title}? ${lines.join(' · ')}`;
  return (await vscode.window.showInformationMessage(question, agree, 'Cancel')) === agree;
}

async function runStep(title: string, step: Step): Promise<number | null> {
  const [command, ...args] = step.args;
  if (command === undefined) {
    return 0;
  }
  const execution = new vscode.ProcessExecution(command, args, {
    cwd: step.cwd,
    ...(step.env ? { env: step.env } : {}),
  });
  const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(step.cwd));
  const task = new vscode.Task(
    { type: SOURCE, task: step.title },
    folder ?? vscode.TaskScope.Workspace,
    step.title || title,
    SOURCE,
    execution,
    [],
  );
  task.presentationOptions = {
    reveal: vscode.TaskRevealKind.Always,
    panel: vscode.TaskPanelKind.Shared,
    clear: false,
    showReuseMessage: false,
  };
  return await ended(await vscode.tasks.executeTask(task));
}

function ended(execution: vscode.TaskExecution): Promise<number | null> {
  return new Promise((resolve) => {
    const listeners = [
      vscode.tasks.onDidEndTaskProcess((event) => {
        if (event.execution === execution) {
          finish(event.exitCode ?? null);
        }
      }),
      // A task whose process never started ends without an exit code.
      vscode.tasks.onDidEndTask((event) => {
        if (event.execution === execution) {
          setTimeout(() => finish(null), 100);
        }
      }),
    ];
    const finish = (exitCode: number | null): void => {
      for (const listener of listeners) {
        listener.dispose();
      }
      resolve(exitCode);
    };
  });
}

/**
 * The task that checks a folder as continuous integration does. The server reports the same problems, with links
 * and fixes, also of files that are not open: what a problem matcher read here would only take their place.
 */
export function checkTask(program: string, folder: vscode.WorkspaceFolder): vscode.Task {
  const execution = new vscode.ProcessExecution(
    program,
    ['--check', '--format', 'concise', '--color', 'never'],
    { cwd: folder.uri.fsPath },
  );
  return new vscode.Task(
    { type: SOURCE, task: 'check' },
    folder,
    'check',
    SOURCE,
    execution,
    [],
  );
}

/** Offers the tasks of every folder. */
export class Tasks implements vscode.TaskProvider {
  constructor(private readonly program: () => string) {}

  provideTasks(): vscode.Task[] {
    const folders = vscode.workspace.workspaceFolders ?? [];
    return folders.map((folder) => checkTask(this.program(), folder));
  }

  resolveTask(task: vscode.Task): vscode.Task | undefined {
    const folder = typeof task.scope === 'object' ? task.scope : vscode.workspace.workspaceFolders?.[0];
    if (task.definition['task'] !== 'check' || !folder) {
      return undefined;
    }
    const resolved = checkTask(this.program(), folder);
    resolved.definition = task.definition;
    return resolved;
  }
}
