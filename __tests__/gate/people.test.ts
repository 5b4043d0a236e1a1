import { describe, expect, test } from 'vitest';
import { peopleBehind } from '../../src/gate/people.ts';
import type { JsonObject } from '../../src/lib/json.ts';
import { eventNames, loadEvent, type Payload } from '../events/load.ts';

const REPOSITORY = 'octo-org/octo-repo';

/** `nobody`: not judged. `unknown`: judged, but the event names no one. Else the logins, bots marked. */
function judged(name: string, payload: Payload): string {
  const found = peopleBehind({ name, payload: payload as JsonObject, repository: REPOSITORY });
  if (found.kind !== 'people') return found.kind;
  return found.people.map(({ login, isBot }) => `${login}${isBot ? ' (bot)' : ''}`).join(' and ');
}

/** Who is judged by each payload that GitHub may send. */
const EXPECTED: Record<string, string> = {
  'branch_protection_rule.created': 'nobody',
  'branch_protection_rule.edited': 'nobody',
  'check_run.completed': 'outside-ci[bot] (bot)',
  'check_run.rerequested': 'octocat',
  'check_suite.completed': 'outside-ci[bot] (bot)',
  create: 'nobody',
  'create.tag': 'nobody',
  delete: 'nobody',
  deployment: 'octocat',
  deployment_status: 'octocat',
  'discussion.created': 'mona',
  'discussion.edited': 'mona and octocat',
  'discussion.labeled': 'octocat',
  'discussion_comment.created': 'mona',
  'discussion_comment.edited': 'mona and octocat',
  fork: 'mona',
  gollum: 'mona',
  'issue_comment.created.bot': 'github-actions[bot] (bot)',
  'issue_comment.created.issue': 'octocat',
  'issue_comment.created.pull_request': 'octocat',
  'issue_comment.created.stranger': 'mona',
  'issue_comment.deleted': 'octocat',
  'issue_comment.edited.issue': 'mona and hubot',
  'issue_comment.edited.pull_request': 'octocat',
  'issues.assigned': 'octocat',
  'issues.closed': 'octocat',
  'issues.edited': 'mona and octocat',
  'issues.labeled': 'octocat',
  'issues.opened': 'mona',
  'issues.reopened': 'mona',
  'label.created': 'nobody',
  'label.edited': 'nobody',
  'merge_group.checks_requested': 'nobody',
  'milestone.created': 'nobody',
  page_build: 'nobody',
  public: 'nobody',
  'pull_request.assigned': 'octocat',
  'pull_request.closed': 'octocat',
  'pull_request.closed.fork': 'mona',
  'pull_request.closed.merged': 'octocat',
  'pull_request.edited': 'mona and hubot',
  'pull_request.labeled': 'octocat',
  'pull_request.labeled.fork': 'octocat',
  'pull_request.opened': 'octocat',
  'pull_request.opened.bot': 'review-helper[bot] (bot)',
  'pull_request.opened.dependabot': 'dependabot[bot] (bot)',
  'pull_request.opened.draft': 'octocat',
  'pull_request.opened.fork': 'mona',
  'pull_request.ready_for_review': 'octocat',
  'pull_request.reopened': 'octocat',
  'pull_request.review_requested': 'octocat',
  'pull_request.synchronize': 'octocat',
  'pull_request.synchronize.fork': 'mona',
  'pull_request.unlabeled': 'octocat',
  'pull_request_review.dismissed': 'hubot and octocat',
  'pull_request_review.edited': 'mona and hubot',
  'pull_request_review.submitted': 'octocat',
  'pull_request_review.submitted.fork': 'mona',
  'pull_request_review_comment.created': 'octocat',
  'pull_request_review_comment.created.fork': 'mona',
  'pull_request_review_comment.edited': 'mona and hubot',
  'pull_request_target.closed.fork': 'mona',
  'pull_request_target.labeled.fork': 'octocat',
  'pull_request_target.opened': 'octocat',
  'pull_request_target.opened.fork': 'mona',
  'pull_request_target.synchronize.fork': 'mona',
  push: 'nobody',
  'push.tag': 'nobody',
  'registry_package.published': 'nobody',
  'release.published': 'nobody',
  repository_dispatch: 'nobody',
  schedule: 'nobody',
  status: 'octocat',
  'watch.started': 'mona',
  workflow_dispatch: 'nobody',
  'workflow_run.completed': 'octocat',
  'workflow_run.completed.fork': 'mona',
  'workflow_run.completed.fork-rerun': 'mona',
};

/** GitHub's list of events that start workflows, save for `workflow_call`, which comes as its caller's event. */
const TRIGGERS =
  `branch_protection_rule check_run check_suite create delete deployment deployment_status discussion
discussion_comment fork gollum image_version issue_comment issues label merge_group milestone page_build public
pull_request pull_request_review pull_request_review_comment pull_request_target push registry_package release
repository_dispatch schedule status watch workflow_dispatch workflow_run`.split(/\s+/);

describe('who is behind an event', () => {
  for (const fixture of eventNames()) {
    const expected = EXPECTED[fixture];
    test(`${fixture}: ${expected}`, () => {
      const { name, payload } = loadEvent(fixture);
      expect(judged(name, payload)).toBe(expected);
    });
  }

  test('every trigger has a payload, or needs none', () => {
    const covered = new Set(Object.keys(EXPECTED).map((fixture) => fixture.split('.')[0]));
    expect(TRIGGERS.filter((name) => !covered.has(name))).toEqual(['image_version']);
    expect(judged('image_version', {})).toBe('nobody');
  });

  test('an event that nobody has heard of is judged like an open one', () => {
    expect(judged('sponsorship', { sender: { login: 'mona', type: 'User' } })).toBe('mona');
    expect(judged('sponsorship', {})).toBe('unknown');
  });

  test('an account that was deleted cannot be judged', () => {
    const { name, payload } = loadEvent('issue_comment.edited.issue', { comment: { user: null } });
    expect(judged(name, payload)).toBe('unknown');
  });

  test('a bot is known by its type, and by its name', () => {
    expect(judged('watch', { sender: { login: 'helper', type: 'Bot' } })).toBe('helper (bot)');
    expect(judged('watch', { sender: { login: 'helper[bot]' } })).toBe('helper[bot] (bot)');
  });
});

describe('what an app does in the name of a person counts as the app’s', () => {
  const VIA_APP = { performed_via_github_app: { id: 1, slug: 'helper', name: 'Helper' } };

  /** Where the payload of each event holds what was written or made. */
  const SUBJECTS: Record<string, string> = {
    deployment: 'deployment',
    deployment_status: 'deployment_status',
    discussion: 'discussion',
    discussion_comment: 'comment',
    issue_comment: 'comment',
    issues: 'issue',
    pull_request: 'pull_request',
    pull_request_review: 'review',
    pull_request_review_comment: 'comment',
    pull_request_target: 'pull_request',
  };

  const fixtures = eventNames().filter((fixture) => (fixture.split('.')[0] ?? '') in SUBJECTS);

  /** The fixture with one and the same person as author and sender. */
  function bySamePerson(fixture: string, login = 'octocat') {
    const { name } = loadEvent(fixture);
    const subject = SUBJECTS[name] ?? '';
    const account = { login, type: 'User' };
    return loadEvent(fixture, {
      [subject]: { ...VIA_APP, user: account, creator: account },
      sender: { login: 'octocat', type: 'User' },
    });
  }

  for (const fixture of fixtures) {
    test(`${fixture}, by one person`, () => {
      const { name, payload } = bySamePerson(fixture);
      expect(judged(name, payload)).toBe('octocat (bot)');
    });
  }

  test.each(['created', 'edited', 'deleted'])('issue_comment and review comments that were %s', (action) => {
    for (const name of ['issue_comment', 'pull_request_review_comment', 'discussion_comment']) {
      const { payload } = bySamePerson(`${name}.created${name === 'issue_comment' ? '.issue' : ''}`);
      expect(judged(name, { ...payload, action })).toBe('octocat (bot)');
    }
  });

  test.each(['submitted', 'edited', 'dismissed'])('a review that was %s', (action) => {
    const { payload } = bySamePerson('pull_request_review.submitted');
    expect(judged('pull_request_review', { ...payload, action })).toBe('octocat (bot)');
  });

  test.each(['issues', 'pull_request', 'pull_request_target'])('%s that were opened or edited', (name) => {
    const { payload } = bySamePerson(`${name}.opened`);
    for (const action of ['opened', 'edited']) {
      expect(judged(name, { ...payload, action })).toBe('octocat (bot)');
    }
  });

  test('however the login is spelt', () => {
    const { name, payload } = bySamePerson('issue_comment.edited.issue', 'OctoCat');
    expect(judged(name, payload)).toMatch(/^octocat \(bot\)$/i);
  });

  test('and not as that of another person who edits it', () => {
    const { name, payload } = bySamePerson('issue_comment.edited.issue', 'mona');
    expect(judged(name, payload)).toBe('mona (bot) and octocat');
  });

  const acts = ['issues.labeled', 'issues.closed', 'discussion.labeled', 'pull_request.labeled'];
  for (const fixture of acts) {
    test(`but another person who does something to it speaks for themselves: ${fixture}`, () => {
      const { name, payload } = bySamePerson(fixture, 'mona');
      expect(judged(name, payload)).toBe('octocat');
    });
  }

  test('but a comment of their own on what the app opened is theirs', () => {
    for (const fixture of ['issue_comment.created.issue', 'issue_comment.deleted']) {
      const user = { login: 'octocat' };
      const { name, payload } = loadEvent(fixture, { issue: { ...VIA_APP, user }, comment: { user } });
      expect(judged(name, payload)).toBe('octocat');
    }
  });
});

describe('a workflow run is judged by what caused it', () => {
  const run = (overrides: Payload) =>
    judged('workflow_run', loadEvent('workflow_run.completed', { workflow_run: overrides }).payload);
  const cases: [what: string, overrides: Payload, expected: string][] = [
    ['a push to this repository', { event: 'push' }, 'nobody'],
    ['a schedule', { event: 'schedule' }, 'nobody'],
    ['a comment', { event: 'issue_comment', actor: { login: 'mona' } }, 'mona'],
    ['a pull request of this repository', { event: 'pull_request' }, 'octocat'],
    ['another workflow run', { event: 'workflow_run' }, 'octocat'],
    ['an event that nobody has heard of', { event: 'sponsorship' }, 'octocat'],
    ['no event', { event: undefined }, 'octocat'],
    [
      'a push to a fork',
      { event: 'push', head_repository: { full_name: 'mona/octo-repo', owner: { login: 'mona' } } },
      'octocat and mona',
    ],
    ['a pull request from a fork that was deleted', { head_repository: null }, 'unknown'],
    ['a push to a fork that was deleted', { event: 'push', head_repository: null }, 'unknown'],
    ['a fork without an owner', { head_repository: { full_name: 'mona/octo-repo', owner: null } }, 'unknown'],
    [
      'a repository without a name or owner',
      { head_repository: { full_name: null, owner: null } },
      'unknown',
    ],
    ['a repository that the event leaves out', { head_repository: undefined }, 'unknown'],
    ['nobody', { actor: null }, 'unknown'],
  ];
  for (const [what, overrides, expected] of cases) {
    test(`${what}: ${expected}`, () => {
      expect(run(overrides)).toBe(expected);
    });
  }

  test('whatever the case in which the repository is written', () => {
    expect(run({ event: 'push', head_repository: { full_name: 'Octo-Org/Octo-Repo' } })).toBe('nobody');
  });

  test('never by whoever ran it again', () => {
    const { payload } = loadEvent('workflow_run.completed.fork-rerun');
    expect(payload).toMatchObject({ sender: { login: 'octocat' } });
    expect(judged('workflow_run', payload)).toBe('mona');
  });
});
