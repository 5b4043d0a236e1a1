import { describe, expect, it } from 'vitest';
import { eventNames, loadEvent } from './load.ts';

/** GitHub's workflow triggers, without those that are no event of their own (workflow_call). */
const TRIGGERS =
  `branch_protection_rule check_run check_suite create delete deployment deployment_status discussion
  discussion_comment fork gollum issue_comment issues label merge_group milestone page_build public pull_request
  pull_request_review pull_request_review_comment pull_request_target push registry_package release repository_dispatch
  schedule status watch workflow_dispatch workflow_run`.split(/\s+/);

describe('event fixtures', () => {
  it('cover every trigger', () => {
    const covered = new Set(eventNames().map((name) => loadEvent(name).name));
    expect([...covered].sort()).toEqual(TRIGGERS);
  });

  it.each(eventNames())('%s is whole', (fixture) => {
    const { name, payload, env } = loadEvent(fixture);
    expect(payload.repository).toMatchObject({
      full_name: 'octo-org/octo-repo',
      owner: { login: 'octo-org' },
    });
    if (name !== 'schedule') expect(payload.sender).toMatchObject({ login: env.GITHUB_ACTOR });
    expect(env.GITHUB_REF).toMatch(/^refs\/(heads|tags|pull)\/[^/].*/);
    expect(env.GITHUB_SHA).toMatch(/^[0-9a-f]{40}$/);
  });

  it('tell the ref of a pull request, its target, its fork and its merge', () => {
    expect(loadEvent('pull_request.opened.fork').env).toMatchObject({
      GITHUB_REF: 'refs/pull/7/merge',
      GITHUB_REF_NAME: '7/merge',
      GITHUB_HEAD_REF: 'fix-spelling',
      GITHUB_BASE_REF: 'main',
      GITHUB_ACTOR: 'mona',
    });
    expect(loadEvent('pull_request_target.opened.fork').env.GITHUB_REF).toBe('refs/heads/main');
    expect(loadEvent('pull_request.closed.merged').env.GITHUB_REF).toBe('refs/heads/main');
    expect(loadEvent('issue_comment.created.pull_request').env.GITHUB_HEAD_REF).toBe('');
  });

  it('take overrides, deep ones and removals, and the variables follow', () => {
    const { payload, env } = loadEvent('pull_request.opened', {
      number: 12,
      pull_request: { number: 12, body: undefined, labels: ['x'], head: { ref: 'a`b' } },
      sender: { login: 'hubot' },
    });
    expect(payload.pull_request).toMatchObject({
      number: 12,
      labels: ['x'],
      head: { ref: 'a`b', label: 'octo-org:fix-spelling' },
    });
    expect(payload.pull_request).not.toHaveProperty('body');
    expect(env).toMatchObject({
      GITHUB_REF: 'refs/pull/12/merge',
      GITHUB_HEAD_REF: 'a`b',
      GITHUB_ACTOR: 'hubot',
    });
  });
});
