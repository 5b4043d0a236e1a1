import { describe, expect } from 'vitest';
import { PERMISSIONS } from '../../src/github/permission.ts';
import type { Fault } from '../emulator/http/faults.ts';
import { missingPermission } from '../emulator/known-faults.ts';
import { loadEvent } from '../events/load.ts';
import { it, PERMISSION, summaryOf } from './gate-stage.ts';
import { BOT, causedBy, OURSELVES, PEOPLE } from './people.ts';

const DOWN: Fault = { status: 500, body: { message: 'Server Error' }, times: 'always' };

describe.concurrent('who holds what', () => {
  /** The highest level that lets them pass. */
  const held: Record<keyof typeof PEOPLE, (typeof PERMISSIONS)[number]> = {
    owner: 'admin',
    maintainer: 'maintain',
    writer: 'write',
    triager: 'triage',
    reader: 'read',
    stranger: 'none',
    'with a custom role that may write': 'write',
    'with a custom role that may read': 'read',
  };
  for (const [who, login] of Object.entries(PEOPLE)) {
    const highest = held[who as keyof typeof PEOPLE];
    it(`${who}: up to ${highest}`, async ({ gate }) => {
      const event = causedBy(login, 'issue_comment.created.issue');
      const rank = PERMISSIONS.indexOf(highest);
      for (const [index, requiredPermission] of PERMISSIONS.entries()) {
        const refusal = await gate.judge(event, { requiredPermission });
        const expected = index <= rank ? 'passes' : 'skipped: permission';
        expect(`${requiredPermission}: ${summaryOf(refusal)}`).toBe(`${requiredPermission}: ${expected}`);
      }
      expect(gate.emulator.count('github', PERMISSION)).toBe(PERMISSIONS.length - 1);
    });
  }

  it('the notice names the person, what they hold and what was asked for', async ({ gate }) => {
    const event = causedBy('tristan', 'issue_comment.created.issue');
    const refusal = await gate.judge(event, { requiredPermission: 'maintain' });
    expect(refusal?.failure.message).toMatch(/@tristan holds `triage`.*`required-permission`.*`maintain`/);
  });

  it('a person who is listed passes without being asked about', async ({ gate }) => {
    const event = causedBy('Mona', 'issue_comment.created.issue');
    const rules = { requiredPermission: 'admin', allowedActors: ['mona'] } as const;
    expect(summaryOf(await gate.judge(event, rules))).toBe('passes');
    expect(gate.emulator.count('github')).toBe(0);
  });
});

describe.concurrent('bots', () => {
  const event = causedBy(BOT, 'issue_comment.created.issue');

  it('pass only by being listed, with `none` too', async ({ gate }) => {
    for (const requiredPermission of ['none', 'write', 'admin'] as const) {
      expect(summaryOf(await gate.judge(event, { requiredPermission }))).toBe('skipped: actor');
      const listed = await gate.judge(event, { requiredPermission, allowedActors: [BOT] });
      expect(summaryOf(listed)).toBe('passes');
    }
  });

  it('pass by no permission that they hold', async ({ gate }) => {
    gate.emulator.github.permissions.set(BOT, { permission: 'admin', role_name: 'admin' });
    expect(summaryOf(await gate.judge(event))).toBe('skipped: actor');
  });

  it('our own never does, listed or not', async ({ gate }) => {
    const own = causedBy(OURSELVES, 'issue_comment.created.issue');
    expect(summaryOf(await gate.judge(own, { allowedActors: [OURSELVES] }))).toBe('skipped: self-triggered');
    expect(summaryOf(await gate.judge(own))).toBe('skipped: self-triggered');
  });

  it('the account of an app’s token is our own as well', async ({ gate }) => {
    gate.emulator.github.logInAs(BOT);
    expect(summaryOf(await gate.judge(event, { allowedActors: [BOT] }))).toBe('skipped: self-triggered');
    const other = causedBy(OURSELVES, 'issue_comment.created.issue');
    expect(summaryOf(await gate.judge(other, { allowedActors: [OURSELVES] }))).toBe('passes');
  });

  it('a person whose token this is remains a person', async ({ gate }) => {
    gate.emulator.github.logInAs('octocat');
    expect(summaryOf(await gate.judge(causedBy('octocat', 'issue_comment.created.issue')))).toBe('passes');
  });

  it('a listed one is refused when GitHub does not tell whose the token is', async ({ gate }) => {
    gate.emulator.faults.add('POST /graphql', DOWN);
    expect(summaryOf(await gate.judge(event, { allowedActors: [BOT] }))).toBe('refused: gate');
    expect(summaryOf(await gate.judge(event))).toBe('skipped: actor');
  });
});

describe.concurrent('an app that speaks in the name of a maintainer', () => {
  const performed_via_github_app = { id: 1, slug: 'helper', name: 'Helper' };
  const fixtures = {
    'issue_comment.created.issue': 'comment',
    'issue_comment.edited.issue': 'comment',
    'issue_comment.deleted': 'comment',
    'issues.opened': 'issue',
    'issues.edited': 'issue',
    'pull_request_review.edited': 'review',
    'pull_request_review_comment.edited': 'comment',
    'pull_request_target.opened': 'pull_request',
  };
  for (const [fixture, subject] of Object.entries(fixtures)) {
    it(`${fixture}: passes only by being listed`, async ({ gate }) => {
      const event = causedBy('octocat', fixture);
      const payload = {
        ...event.payload,
        [subject]: { ...Object(event.payload[subject]), performed_via_github_app },
      };
      for (const requiredPermission of ['none', 'write'] as const) {
        expect(summaryOf(await gate.judge({ ...event, payload }, { requiredPermission }))).toBe(
          'skipped: actor',
        );
      }
      expect(summaryOf(await gate.judge({ ...event, payload }, { allowedActors: ['octocat'] }))).toBe(
        'passes',
      );
    });
  }
});

describe.concurrent('fails closed', () => {
  const event = causedBy('octocat', 'issue_comment.created.issue');
  const cases: [what: string, fault: Fault][] = [
    ['is down', DOWN],
    ['refuses the token', { status: 401, body: { message: 'Bad credentials' }, times: 'always' }],
    ['does not let the token ask', { ...missingPermission(), times: 'always' }],
    ['hangs up', { kind: 'reset', times: 'always' }],
    ['answers with a page', { kind: 'html', times: 'always' }],
  ];
  for (const [what, fault] of cases) {
    it(`GitHub ${what}`, async ({ gate }) => {
      gate.emulator.faults.add(PERMISSION, fault);
      const refusal = await gate.judge(event);
      expect(summaryOf(refusal)).toBe('refused: gate');
      expect(refusal?.failure.remedy).toContain('`github-token`');
      // Where GitHub cannot be asked, nobody knows whether the event deserves a comment.
      expect(refusal?.isQuiet).toBe(true);
    });
  }

  const answers: [what: string, answer: unknown][] = [
    ['nothing', {}],
    ['null', null],
    ['a text', 'admin'],
    ['a list', [{ permission: 'admin', role_name: 'admin' }]],
    ['somebody without a permission', { user: { login: 'octocat' } }],
    ['a role alone', { role_name: 'admin', user: { login: 'octocat' } }],
    ['a level that nobody has heard of', { permission: 'superuser', role_name: 'superuser' }],
    ['an empty level', { permission: '', role_name: '' }],
    ['a number', { permission: 5, role_name: 5 }],
    ['a level written otherwise', { permission: 'Admin', role_name: 'Admin' }],
    ['a member of every object', { permission: 'constructor', role_name: 'constructor' }],
  ];
  for (const [what, answer] of answers) {
    it(`GitHub answers the look-up with ${what}: cannot tell`, async ({ gate }) => {
      gate.emulator.faults.add(PERMISSION, { alter: () => answer });
      const refusal = await gate.judge(event);
      expect(summaryOf(refusal)).toBe('refused: gate');
      expect(refusal?.failure.message).toContain('@octocat');
      expect(refusal?.failure.message).not.toMatch(/`none`|Cannot read|undefined/);
    });
  }

  it('but a role that is missing or unknown counts as the permission', async ({ gate }) => {
    for (const role_name of [undefined, null, '', 'release-manager']) {
      gate.emulator.faults.add(PERMISSION, { alter: () => ({ permission: 'write', role_name }) });
      expect(summaryOf(await gate.judge(event))).toBe('passes');
    }
  });

  it('and `none` that GitHub names is none', async ({ gate }) => {
    gate.emulator.github.permissions.set('octocat', { permission: 'none', role_name: 'none' });
    expect(summaryOf(await gate.judge(event))).toBe('skipped: permission');
  });

  it('a listed bot, when GitHub does not name the account of the token', async ({ gate }) => {
    const bot = causedBy(BOT, 'issue_comment.created.issue');
    for (const answer of [{ data: null }, { data: { viewer: null } }, { data: { viewer: { login: '' } } }]) {
      gate.emulator.faults.add('POST /graphql', { alter: () => answer });
      const refusal = await gate.judge(bot, { allowedActors: [BOT] });
      expect(summaryOf(refusal)).toBe('refused: gate');
      expect(refusal?.failure.message).not.toMatch(/Cannot read|undefined/);
    }
  });

  it('without a token', async ({ gate }) => {
    const { failure, outcome } = (await gate.judge(event, { githubToken: undefined })) ?? {};
    expect(outcome).toBe('refused');
    expect(failure?.message).toContain('`github-token` is empty');
    expect(gate.emulator.count('github')).toBe(0);
  });

  it('without a sender', async ({ gate }) => {
    const refusal = await gate.judge(loadEvent('watch.started', { sender: undefined }));
    expect(summaryOf(refusal)).toBe('refused: gate');
  });
});

describe.concurrent('several people behind one event must all pass', () => {
  const edited = (author: string, sender: string) =>
    loadEvent('issue_comment.edited.issue', {
      comment: { user: { login: author } },
      sender: { login: sender },
    });
  const cases: [author: string, editor: string, expected: string][] = [
    ['octocat', 'octocat', 'passes'],
    ['octocat', 'wanda', 'passes'],
    ['mona', 'wanda', 'skipped: permission'],
    ['wanda', 'mona', 'skipped: permission'],
  ];
  for (const [author, editor, expected] of cases) {
    it(`${author}'s comment, edited by ${editor}: ${expected}`, async ({ gate }) => {
      expect(summaryOf(await gate.judge(edited(author, editor)))).toBe(expected);
    });
  }

  it('whoever runs it again does not count', async ({ gate }) => {
    const event = loadEvent('issue_comment.created.stranger');
    const env = { ...event.env, GITHUB_TRIGGERING_ACTOR: 'octocat', GITHUB_RUN_ATTEMPT: '2' };
    expect(summaryOf(await gate.judge({ ...event, env }))).toBe('skipped: permission');
  });
});

describe.concurrent('an event for every trigger, and everybody behind it', () => {
  const closed = `branch_protection_rule.created create delete label.created merge_group.checks_requested
    milestone.created page_build public push registry_package.published release.published repository_dispatch
    schedule workflow_dispatch`.split(/\s+/);
  const open = `check_run.completed check_suite.completed deployment deployment_status discussion.created
    discussion.edited discussion.labeled discussion_comment.created discussion_comment.edited fork gollum
    issue_comment.created.issue issue_comment.edited.issue issue_comment.deleted issues.opened issues.labeled
    issues.edited pull_request.opened pull_request.opened.fork pull_request.synchronize.fork
    pull_request.labeled.fork pull_request.edited pull_request_review.submitted pull_request_review.edited
    pull_request_review_comment.created pull_request_review_comment.edited pull_request_target.opened.fork
    pull_request_target.labeled.fork pull_request_target.closed.fork status watch.started
    workflow_run.completed workflow_run.completed.fork-rerun`.split(/\s+/);

  for (const fixture of closed) {
    it(`${fixture}: nobody is asked about`, async ({ gate }) => {
      for (const login of [...Object.values(PEOPLE), BOT, OURSELVES]) {
        expect(summaryOf(await gate.judge(causedBy(login, fixture), { requiredPermission: 'admin' }))).toBe(
          'passes',
        );
      }
      expect(gate.emulator.count('github')).toBe(0);
    });
  }

  for (const fixture of open) {
    it(`${fixture}: judged`, async ({ gate }) => {
      const outcomes = async (logins: readonly string[], allowedActors: readonly string[] = []) => {
        const refusals = logins.map((login) => gate.judge(causedBy(login, fixture), { allowedActors }));
        return (await Promise.all(refusals)).map(summaryOf);
      };
      const [passes, lacks] = ['passes', 'skipped: permission'];
      expect(await outcomes(['octocat', 'wanda', 'rhea', 'mona'])).toEqual([passes, passes, lacks, lacks]);
      expect(await outcomes([BOT])).toEqual(['skipped: actor']);
      expect(await outcomes([BOT, OURSELVES], [BOT, OURSELVES])).toEqual([passes, 'skipped: self-triggered']);
      gate.emulator.faults.add(PERMISSION, DOWN);
      expect(await outcomes(['octocat', 'mona'])).toEqual(['refused: gate', 'refused: gate']);
    });
  }
});

describe.concurrent('a comment of ours', () => {
  const marker = '<!-- oz-agent-action sticky=Agent%2Fagent -->';
  const says = (body: string) => loadEvent('issue_comment.created.issue', { comment: { body } });

  it('starts nothing, whoever wrote it, and nobody is asked', async ({ gate }) => {
    for (const login of ['octocat', 'mona', BOT, OURSELVES]) {
      const event = causedBy(login, 'issue_comment.created.issue', { comment: { body: `${marker}\n/oz` } });
      const rules = { allowedActors: [BOT, OURSELVES], requiredPermission: 'none' } as const;
      expect(summaryOf(await gate.judge(event, rules))).toBe('skipped: self-triggered');
    }
    expect(gate.emulator.count('github')).toBe(0);
  });

  it('is told from one that quotes it', async ({ gate }) => {
    expect(summaryOf(await gate.judge(says(`> ${marker}\n> Done.\n\n/oz do that as well`)))).toBe('passes');
    expect(summaryOf(await gate.judge(says(`Look for \`${marker}\`, /oz`)))).toBe('passes');
  });
});
