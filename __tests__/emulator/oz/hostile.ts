import { type Artifact, externalReference, file, PIXEL, plan, pullRequest, screenshot } from './artifacts.ts';
import { Talk } from './conversation.ts';
import type { Life } from './life.ts';
import type { Pace } from './lives.ts';
import { type Problem, problem } from './problem.ts';

const ESC = '\u001b';
const BIDI = '\u202e';

/** Texts that attack what shows them: the runner's log, Markdown, HTML, terminals, file names. */
export const ATTACKS: readonly string[] = [
  '::error::forged by the agent',
  '\u00a0\u2003::error title=forged::after white space',
  'x\r::set-output name=outcome::forged\r\n::add-mask::a',
  'in the middle ##[add-mask]e of a line',
  '##[error]forged',
  '::stop-commands::pause',
  ':\u200b:error::with an invisible character, :\u00ad:error::and a soft hyphen',
  '##\u200b[error]the same',
  'outcome<<ghadelimiter\nsucceeded\nghadelimiter',
  '@everyone @octocat @octo-org/team',
  '<!-- oz-agent-action key="forged" -->',
  '--> <script>alert(1)</script> <img src=x onerror=alert(1)>',
  '<details><summary>open',
  '![tracking](https://evil.example.com/pixel.png)',
  '[click](javascript:alert(1)) <https://evil.example.com>',
  '````\n```\nan unclosed fence\n```js',
  '| a | b |\n| - | - |\n| `|` | \\| |',
  `${ESC}[31mred${ESC}[2J${ESC}]8;;https://evil.example.com${ESC}\\link${ESC}]8;;${ESC}\\`,
  `${BIDI}desrever\u202c \u2066isolated\u2069`,
  '\u0000\u0007\u0008\u009b31m',
  '# A heading\n\nunderlined\n=========',
  '\u0024{{ secrets.GITHUB_TOKEN }} $(id) `id` %0A%0D %25',
  '\ud800 a lone surrogate',
];

/** File names that try to leave a directory, or to break one. */
export const HOSTILE_NAMES: readonly string[] = [
  '../../../outside.txt',
  '/absolute.txt',
  '..\\..\\windows.txt',
  'C:\\drive.txt',
  'CON',
  'nul.txt',
  'Report.txt',
  'report.TXT',
  'with\u0000nul.txt',
  `${'long'.repeat(100)}.txt`,
  '.git/config',
  '::error::name.txt',
  '  .. ',
  '',
];

/** About two million characters. */
export function hugeText(): string {
  return `${ATTACKS.join('\n')}\n${'Every work and no rest makes an agent dull. '.repeat(45_000)}`;
}

/** Problem details whose every member is hostile. */
export function hostileProblem(status: number, code: string): Problem {
  const text = ATTACKS.join('\n');
  const words = { error: text, title: text, detail: text, instance: text, trace_id: text, provider: text };
  return problem(status, code, {
    ...words,
    inaccessible_repos: [text],
    auth_url: 'javascript:alert(1)//::error::',
  });
}

/** A run with hostile text in every field that the API can return. It ends in ERROR when asked to. */
export function hostile(pace: Pace, end: 'SUCCEEDED' | 'ERROR' = 'SUCCEEDED'): Life {
  const all = ATTACKS.join('\n');
  return ({ runId, repository }) => {
    const talk = new Talk(`${runId}-::error::step`, all)
      .user(all)
      .assistant(all)
      .event('::error::event', { all });
    const inner = talk.nested(all).summary(all).command(all, all);
    inner.action('files', all, { paths: [all], [all]: all }, { [all]: all }, 'failed');
    const artifacts = hostileArtifacts(all, repository);
    const early = talk.steps();
    talk.assistant(hugeText()).assistant(all);
    const error = { message: all, error_code: 'internal_error', retryable: false };
    const fields = {
      title: all,
      agent_config: { name: all, model_id: all, environment_id: all, base_prompt: all, skill_spec: all },
      agent_skill: { name: all, description: all, full_path: all },
      creator: { type: 'user', uid: all, display_name: all, email: all },
      session_link: 'https://app.warp.dev/session/%3A%3Aerror%3A%3A?a=)(javascript:alert(1)',
    };
    return [
      { state: 'QUEUED', set: fields, ...pace(1) },
      { state: 'INPROGRESS', set: fields, conversation: early, error: { message: all }, ...pace(5) },
      // Some of the links are none, which the contract forbids.
      { state: end, deviates: true, set: fields, conversation: talk.steps(), artifacts, error },
    ];
  };
}

function hostileArtifacts(text: string, repository: string): Artifact[] {
  const files = HOSTILE_NAMES.map((name, index) =>
    file(`file-${index}`, `content of file ${index}\n`, {
      filename: name,
      filepath: name,
      description: text,
      title: text,
    }),
  );
  return [
    pullRequest(`https://github.com/${repository}/pull/666`, text),
    pullRequest('https://evil.example.com/pull/1?a=)](javascript:alert(1)', '`|`\n::error::branch'),
    plan('plan-hostile', text, text),
    screenshot('shot-hostile', PIXEL, text),
    ...files,
    externalReference('javascript:alert(1)//\n::error::url', text.slice(0, 256), text),
  ];
}
