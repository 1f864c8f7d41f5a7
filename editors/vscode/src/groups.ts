// How the environment that the server tells is laid out. Knows nothing of VS Code.

export interface Place {
  line: number;
  character: number;
}

export interface Range {
  start: Place;
  end: Place;
}

type Source = 'framework' | (string | number)[];

/** The answer to `flask-lsp/environment`. */
export interface Environment {
  framework: string | null;
  paasCharm: string | null;
  env: { name: string; source: Source; always: boolean; description: string; range?: Range | null }[];
  ignored: { source: Source; reason: string; range?: Range | null }[];
  breaks: { source: Source; reason: string; range?: Range | null }[];
}

/** A line of the view. */
export interface Entry {
  name: string;
  when: string;
  description: string;
  isVariable: boolean;
  range: Range | undefined;
}

/** Lines with one heading. */
export interface Group {
  title: string;
  entries: Entry[];
}

/** Problems first, then options, endpoints and the framework; empty groups are left out. */
export function groups(environment: Environment): Group[] {
  const variables = (title: string, belongs: (source: Source) => boolean): Group => ({
    title,
    entries: environment.env
      .filter((variable) => belongs(variable.source))
      .map((variable) => ({
        name: variable.name,
        when: when(variable.source, variable.always),
        description: variable.description,
        isVariable: true,
        range: variable.range ?? undefined,
      })),
  });
  const problems = (title: string, all: Environment['ignored']): Group => ({
    title,
    entries: all.map((problem) => ({
      name: nameOf(problem.source),
      when: problem.reason,
      description: problem.reason,
      isVariable: false,
      range: problem.range ?? undefined,
    })),
  });
  const all = [
    problems('Keeps the charm from working', environment.breaks),
    problems('Never reaches the application', environment.ignored),
    variables('Config options', (source) => source[0] === 'config'),
    variables('Endpoints', (source) => source !== 'framework' && source[0] !== 'config'),
    variables('Framework', (source) => source === 'framework'),
  ];
  return all.filter((group) => group.entries.length > 0);
}

function when(source: Source, always: boolean): string {
  const isEndpoint = source !== 'framework' && source[0] !== 'config';
  const owner = source === 'framework' ? '' : `${nameOf(source)}, `;
  if (isEndpoint) {
    return `${owner}${always ? 'once integrated' : 'sometimes, once integrated'}`;
  }
  return `${owner}${always ? 'always' : 'if set'}`;
}

function nameOf(source: Source): string {
  return source === 'framework' ? source : String(source.at(-1) ?? 'the file');
}
