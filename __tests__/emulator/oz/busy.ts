import { externalReference, file, PIXEL, plan, screenshot } from './artifacts.ts';
import { Talk } from './conversation.ts';
import type { Life, LifeContext, LifeStep } from './life.ts';
import { type Pace, pullRequestOf, USAGE } from './lives.ts';

const PLAN = `# Plan

1. Reproduce the failure with a test.
2. Repair the tokenizer.
3. Run everything, then open a pull request.
`;

const REPORT = 'suite,passed,failed\nparser,128,0\nprinter,64,0\n';

const RESULT = `## The parser accepts empty blocks again

The tokenizer dropped the closing brace of an **empty block**, so \`parse("{}")\` threw.

| file | change |
| --- | --- |
| \`src/tokenizer.ts\` | keeps the brace |
| \`src/tokenizer.test.ts\` | three new cases |

\`\`\`ts
expect(parse('{}')).toEqual({ type: 'block', body: [] });
\`\`\`

All 192 tests pass. See [the pull request](https://github.com/octo-org/octo-repo/pull/42).`;

/** A long and lively run: nested steps, failures on the way, and an artifact of each kind. */
export function busy(pace: Pace): Life {
  return (context) => {
    const talk = new Talk(`${context.runId}-busy`, 'Repair the parser');
    talk.user(context.request.prompt ?? 'Repair the parser').assistant('I reproduce the failure first.');
    return [
      { state: 'QUEUED', ...pace(1) },
      { state: 'CLAIMED', ...pace(0.5) },
      { state: 'INPROGRESS', conversation: talk.steps(), ...pace(1) },
      ...investigate(talk, pace),
      ...repair(talk, pace),
      finish(talk, context),
    ];
  };
}

function investigate(talk: Talk, pace: Pace): LifeStep[] {
  const step = talk.nested('Find the cause');
  step.action('search', 'grep', { query: 'closeBrace', path: 'src' }, { matches: 3 });
  const searched = talk.steps();
  step
    .nested('Read the tokenizer')
    .action('files', 'read_files', { paths: ['src/tokenizer.ts'] }, { lines: 214 });
  step.command('npm test -- tokenizer', 'FAIL  src/tokenizer.test.ts\n1 failed, 127 passed', 1);
  const failed = talk.steps();
  step.summary('An empty block loses its closing brace.');
  talk.action('documents', 'create_plan', { title: 'Repair the tokenizer' }, { document_uid: 'doc-plan-1' });
  return [
    { state: 'INPROGRESS', conversation: searched, ...pace(1.5) },
    { state: 'INPROGRESS', conversation: failed, ...pace(1.5) },
    { state: 'INPROGRESS', conversation: talk.steps(), artifacts: [planArtifact()], ...pace(1) },
  ];
}

function repair(talk: Talk, pace: Pace): LifeStep[] {
  const step = talk.nested('Repair it');
  step.action('files', 'edit_files', { paths: ['src/tokenizer.ts'] }, { added: 9, removed: 3 });
  step.action('skill', 'run_skill', { name: 'lint' }, undefined);
  const edited = talk.steps();
  step.command('npm test', 'PASS  192 tests');
  step.action('computer', 'screenshot', { url: 'http://localhost:3000' }, { artifact_uid: 'shot-1' });
  step.action(
    'integration',
    'mcp_call',
    { server: 'tracker', tool: 'comment' },
    { error: 'not allowed' },
    'denied',
  );
  talk.event('branch_pushed', { branch: 'oz/repair-the-parser' });
  return [
    { state: 'INPROGRESS', conversation: edited, ...pace(1.5) },
    { state: 'INPROGRESS', conversation: talk.steps(), ...pace(1.5) },
  ];
}

function finish(talk: Talk, context: LifeContext): LifeStep {
  talk.assistant(RESULT);
  return {
    state: 'SUCCEEDED',
    conversation: talk.steps(),
    set: { request_usage: USAGE, run_time: 'PT8S', title: 'Repair the parser for empty blocks' },
    artifacts: [
      planArtifact(),
      pullRequestOf(context),
      screenshot('shot-1', PIXEL, 'The page after the repair'),
      file('report-1', REPORT, {
        filename: 'report.csv',
        filepath: 'reports/report.csv',
        mimeType: 'text/csv',
        sizeBytes: Buffer.byteLength(REPORT),
      }),
      externalReference('https://tracker.example.com/T-7', 'issue', 'T-7 Parser fails on {}'),
    ],
  };
}

function planArtifact(): ReturnType<typeof plan> {
  return plan('plan-1', 'Repair the tokenizer', PLAN);
}
