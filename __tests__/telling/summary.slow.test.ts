import { describe, expect } from 'vitest';
import { externalReference, file, pullRequest } from '../emulator/oz/artifacts.ts';
import { says } from '../emulator/oz/conversation.ts';
import type { LifeStep } from '../emulator/oz/life.ts';
import { mentions, render } from '../scenarios/rendered.ts';
import { commentsOf, it, messages, type Stage } from '../support/dist-step.ts';

const GRAPHQL = 'POST /graphql';
const LOREM = 'Every work and no rest makes an agent dull. ';

function opened(...urls: string[]): LifeStep[] {
  const artifacts = urls.map((url, index) => pullRequest(url, `branch-${index}`));
  return [{ state: 'SUCCEEDED', conversation: says('work', 'All **done**.'), artifacts }];
}

const at = (number: number, repository = 'octo-org/octo-repo') =>
  `https://github.com/${repository}/pull/${number}`;

/** The lines about pull requests, without the breaks that end them. */
function pullRequestLines(markdown: string): string[] {
  const rows = markdown.split('\n').filter((line) => /\[(?:octo-org\/hidden\s)?#\d+/.test(line));
  return rows.map((line) => line.replace(/\\$/, ''));
}

/** Which pull requests GitHub was asked about. */
function asked({ emulator }: Stage): string[] {
  return emulator.requests
    .filter(({ route }) => route === GRAPHQL)
    .map(({ body }) => body as { query: string; variables: Record<string, unknown> })
    .filter(({ query }) => query.includes('pullRequest(number'))
    .map(({ variables }) => `${variables.owner}/${variables.name}#${variables.number}`);
}

describe.concurrent('a summary that would be 3 MB', () => {
  it('stays under 1 MiB, with headline, pull requests and facts', async ({ stage }) => {
    const artifacts = Array.from({ length: 400 }, (_, index) =>
      file(`f${index}`, 'x', { filename: `${index}-${LOREM.repeat(20)}`, description: LOREM.repeat(50) }),
    );
    stage.emulator.oz.nextLife([
      {
        state: 'SUCCEEDED',
        conversation: says('work', `# Done\n\n${LOREM.repeat(40_000)}`),
        artifacts: [pullRequest(at(42), 'oz/repair'), ...artifacts],
        set: { title: LOREM.repeat(2000) },
      },
    ]);
    const job = await stage.runMain({
      files: { 'prompt.md': `${LOREM.repeat(25_000)}\n\`\`\`\n` },
      with: { prompt: '', 'prompt-file': 'prompt.md' },
    });
    expect(job.outputs.outcome).toBe('succeeded');
    expect(job.main.summaryDropped).toBe(false);
    for (const text of [job.summary, ...commentsOf(stage.emulator)]) {
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(1024 ** 2);
      expect(text).toContain('succeeded');
      expect(text).toContain('/pull/42');
    }
    expect(render(job.summary).tables).toContain('Fact | Value');
    expect(job.summary).toContain(stage.emulator.oz.lastRun.id);
    expect(messages(job, 'warning')).toEqual([]);
  });

  it('made of what Markdown makes longer', async ({ stage }) => {
    stage.emulator.oz.nextLife([
      {
        state: 'SUCCEEDED',
        conversation: says('work', '<&_*`|[]@a #1\n'.repeat(80_000)),
        artifacts: [
          pullRequest(at(42), '|`'.repeat(5000)),
          externalReference('https://x.example.com', 'issue', '💥|'.repeat(80)),
        ],
      },
    ]);
    const job = await stage.runMain();
    expect(job.outputs.outcome).toBe('succeeded');
    expect(Buffer.byteLength(job.summary)).toBeLessThanOrEqual(1024 ** 2);
    expect(job.summary).toContain('/pull/42');
    expect(mentions(job.summary)).toEqual([]);
  });
});

describe.concurrent('pull requests', () => {
  it('with title, state, size and checks as GitHub tells them', async ({ stage }) => {
    const { github, oz } = stage.emulator;
    const open = github.addPull({
      number: 41,
      title: 'Open | one',
      additions: 37,
      deletions: 5,
      changedFiles: 1,
    });
    github.checks.set(open.headSha, [{ name: 'test', status: 'completed', conclusion: 'failure' }]);
    github.addPull({ number: 42, title: 'A draft', isDraft: true });
    github.addPull({ number: 43, title: 'Merged @octocat', state: 'MERGED' });
    github.addPull({ number: 44, title: 'Closed', state: 'CLOSED' });
    oz.nextLife(opened(at(41), at(42), at(43), at(44)));
    const job = await stage.runMain();
    for (const text of [job.summary, ...commentsOf(stage.emulator)]) {
      expect(pullRequestLines(text)).toEqual([
        expect.stringMatching(/^🟢\s\[#41 Open \S+ one\]\(\S+\/41\) · \+37\s−5 · ❌\schecks failed$/),
        expect.stringMatching(/^⚪\s\[#42 A draft\]\(\S+\/42\) · draft · \+\d+\s−\d+$/),
        expect.stringMatching(/^🟣\s\[#43 Merged \S+\]\(\S+\/43\) · merged · /),
        expect.stringMatching(/^🔴\s\[#44 Closed\]\(\S+\/44\) · closed · /),
      ]);
      expect(render(text).tables.join()).not.toContain('Pull request');
      expect(mentions(text)).toEqual([]);
    }
    expect(asked(stage)).toHaveLength(4);
  });

  it('that do not exist are flagged, those that cannot be read are links alone', async ({ stage }) => {
    stage.emulator.github.addPull({ number: 42, title: 'Here' });
    stage.emulator.faults.add(GRAPHQL, {
      times: 'always',
      when: ({ body }) => JSON.stringify(body).includes('"name":"hidden"'),
      status: 200,
      body: {
        data: { repository: null },
        errors: [{ type: 'NOT_FOUND', path: ['repository'], message: 'Could not resolve' }],
      },
    });
    stage.emulator.oz.nextLife(opened(at(42), at(999), at(1, 'octo-org/hidden')));
    const job = await stage.runMain();
    expect(pullRequestLines(job.summary)).toEqual([
      expect.stringContaining('[#42 Here]'),
      expect.stringMatching(/\[#999\]\(.*branch-1.*no such pull request/),
      expect.stringMatching(/^\[octo-org\/hidden\s#1\]\(\S+\/hidden\/pull\/1\) · `branch-2`$/),
    ]);
    expect(messages(job, 'warning')).toEqual([]);
  });

  it('of another host are never asked about, nor is anything but the number believed', async ({ stage }) => {
    const strange = [
      'https://evil.example.com/octo-org/octo-repo/pull/42',
      'https://github.com.evil.example.com/octo-org/octo-repo/pull/42',
      'https://github.com@evil.example.com/octo-org/octo-repo/pull/42',
      'https://github.com/octo-org/octo-repo/issues/42',
      'https://github.com/octo-org/../octo-repo/pull/x',
    ];
    stage.emulator.oz.nextLife(opened(...strange));
    const job = await stage.runMain();
    expect(asked(stage)).toEqual([]);
    expect(job.outputs.outcome).toBe('succeeded');
    expect(job.summary).toContain('evil.example.com');
  });

  it.for([
    [
      'a token that may read nothing',
      { status: 403, body: { message: 'Resource not accessible by integration' } },
    ],
    ['a server in trouble', { kind: 'html' }],
    ['a dropped connection', { kind: 'reset' }],
  ] as const)('%s: the link alone', async ([, fault], { stage }) => {
    stage.emulator.faults.add(GRAPHQL, { ...fault, times: 'always' });
    stage.emulator.oz.nextLife(opened(at(42)));
    const job = await stage.runMain({ with: { comment: 'off' } });
    expect(job.annotations).toEqual([]);
    expect(job.summary).toContain(`(${at(42)})`);
  });

  it('of which a run claims very many cost few requests', async ({ stage }) => {
    stage.emulator.oz.nextLife(opened(...Array.from({ length: 60 }, (_, index) => at(index + 100))));
    const job = await stage.runMain({ with: { comment: 'off' } });
    expect(stage.emulator.count('github')).toBeLessThanOrEqual(20);
    expect(JSON.parse(job.outputs['pull-requests'] ?? '')).toHaveLength(60);
  });
});

describe.concurrent('the order of things', () => {
  it('is headline, result, pull requests, artifacts, timeline, facts, prompt', async ({ stage }) => {
    stage.play('busy');
    const { summary } = await stage.runMain();
    const places = [
      '## ✅',
      'The parser accepts',
      '[#42',
      '| Artifact',
      'Run: Queued',
      '| Fact',
      '<summary>Prompt',
    ];
    const found = places.map((text) => summary.indexOf(text));
    expect(found).not.toContain(-1);
    expect(found).toEqual(found.toSorted((a, b) => a - b));
    expect(
      render(summary)
        .headings.slice(1)
        .every((depth) => depth > 2),
    ).toBe(true);
  });

  it('in the comment: what the agent said first, artifacts on one line, links last', async ({ stage }) => {
    stage.play('busy');
    await stage.runMain();
    const [comment = ''] = commentsOf(stage.emulator);
    const [, heading, first] = comment.split(/\n+/);
    expect(heading).toMatch(/^### ✅/);
    expect(first).toContain('The parser accepts');
    const [pulls, artifacts, links, ...others] = comment.slice(comment.indexOf('[#42')).trim().split('\n\n');
    expect(pulls).not.toContain('\n');
    expect(artifacts).toMatch(/^📎 \w.* · \w[^\n]*$/);
    expect(links).toMatch(/^\[Run\].*\[Workflow run\]/);
    expect(others).toEqual([]);
    // The agent's own.
    expect(render(comment).tables).toEqual(['file | change']);
  });

  it('has a line of the timeline for each attempt of seconds', async ({ stage }) => {
    stage.play('errors-then-succeeds');
    const { summary } = await stage.runMain({ with: { 'max-attempts': '2' } });
    expect(summary).toMatch(/^Attempt 1: .*Working \d+ s\\\nAttempt 2: .*Working \d+ s$/m);
    expect(summary).toMatch(
      /^\| Attempt \| State \| .*\n.*\n\| \[1\]\(\S+\) \| `ERROR` \| .*\n\| \[2\]\(\S+\) \| `SUCCEEDED` \| /m,
    );
  });

  it('begins with a headline that a phone does not break within a duration', async ({ stage }) => {
    stage.play('fails');
    const { summary } = await stage.runMain();
    expect(summary).toMatch(/^## ❌ The Oz agent failed after \d+\u00a0s: /);
  });
});
