import { type Artifact, file } from './artifacts.ts';
import { Talk } from './conversation.ts';
import type { Life, LifeContext, LifeStep } from './life.ts';
import { type Pace, USAGE } from './lives.ts';

/** What the agent leaves at the end of a turn: files, and its last words. */
export interface Answer {
  /** Listed artifacts; `name` is the file that it was asked for. */
  files?: ((name: string) => Artifact[]) | undefined;
  words?: string;
  /** The files are listed so long after the end, in ms of world time or reads of the run. */
  lag?: Pick<LifeStep, 'ms' | 'reads'>;
  /** How the turn ends; SUCCEEDED unless said otherwise. */
  end?: LifeStep;
}

/** The last name of a file in a prompt that asks for a document; throws when there is none. */
export function askedFile(prompt: string): string {
  const name = lastNameIn(prompt);
  if (name === undefined) throw new Error('the prompt asks for no document');
  return name;
}

function lastNameIn(prompt: string): string | undefined {
  return prompt.match(/\boz-output-[\w-]{1,8}-\d+\.json/g)?.at(-1);
}

/** A document as the file that it is asked for in. */
export function document(content: unknown, facts: { uid?: string; name?: string } = {}): Answer['files'] {
  return (asked) => {
    const { uid = `document-${asked}`, name: filename = asked } = facts;
    const text = typeof content === 'string' ? content : JSON.stringify(content);
    return [file(uid, text, { filename, mimeType: 'application/json', sizeBytes: Buffer.byteLength(text) })];
  };
}

/** A document in a fenced block, behind a few words. */
export function fenced(content: unknown): string {
  return `I looked at it closely.\n\n\`\`\`json\n${JSON.stringify(content, null, 2)}\n\`\`\``;
}

/** A run whose agent answers so. */
export function answers(answer: Answer, pace: Pace): Life {
  return (context) => [
    { state: 'QUEUED', ...pace(1) },
    { state: 'INPROGRESS', ...pace(4) },
    ...turn(context, context.request.prompt ?? '', answer),
  ];
}

/** What the agent does when it is asked again. */
export function answersAgain(answer: Answer, pace: Pace): Life {
  return (context) => [{ state: 'INPROGRESS', ...pace(2) }, ...turn(context, context.followUp ?? '', answer)];
}

function turn(context: LifeContext, prompt: string, answer: Answer): LifeStep[] {
  const { files, words = 'I am done.', lag, end } = answer;
  const talk = new Talk(`${context.runId}-turn-${context.conversation.length}`).user(prompt).assistant(words);
  const name = lastNameIn(prompt);
  const artifacts = name === undefined ? undefined : files?.(name);
  const ended: LifeStep = {
    state: 'SUCCEEDED',
    conversation: [...context.conversation, ...talk.steps()],
    set: { request_usage: USAGE },
    ...end,
  };
  if (artifacts === undefined) return [ended];
  return lag
    ? [
        { ...ended, ...lag },
        { ...ended, artifacts },
      ]
    : [{ ...ended, artifacts }];
}

/** Names that only look like the one that was asked for. */
export function similarNames(content: unknown): Answer['files'] {
  return (asked) => {
    const stem = asked.replace(/\d+\.json$/, '');
    const names = [
      `${stem}9 (1).json`,
      `x${asked}`,
      `${stem}09.json`,
      `${asked}.txt`,
      'oz-output-00000000-9.json',
    ];
    return names.flatMap(
      (name, index) => document(content, { uid: `similar-${index}`, name })?.(asked) ?? [],
    );
  };
}
