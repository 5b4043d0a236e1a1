import type { Emulator } from '../emulator/emulator.ts';
import { type EventFixture, loadEvent, type Payload } from '../events/load.ts';

/** Who may stand behind an event, by what GitHub says of them. */
export const PEOPLE = {
  owner: 'octocat',
  maintainer: 'maya',
  writer: 'wanda',
  triager: 'tristan',
  reader: 'rhea',
  stranger: 'mona',
  'with a custom role that may write': 'carla',
  'with a custom role that may read': 'chris',
} as const;

/** A bot of another app. */
export const BOT = 'outside-ci[bot]';

/** The account of the workflow's own token. */
export const OURSELVES = 'github-actions[bot]';

/** Tells GitHub what these people may do. The stranger is nobody whom the repository knows. */
export function introduce({ github }: Emulator): void {
  const { permissions } = github;
  permissions.set('octocat', { permission: 'admin', role_name: 'admin' });
  permissions.set('maya', { permission: 'write', role_name: 'maintain' });
  permissions.set('wanda', { permission: 'write', role_name: 'write' });
  permissions.set('tristan', { permission: 'read', role_name: 'triage' });
  permissions.set('rhea', { permission: 'read', role_name: 'read' });
  permissions.set('carla', { permission: 'write', role_name: 'release-manager' });
  permissions.set('chris', { permission: 'read', role_name: 'security-reader' });
}

/** The same event with somebody else behind all of it: sender, authors, and the run that caused it. */
export function causedBy(login: string, fixture: string, overrides: Payload = {}): EventFixture {
  const account = { login, type: login.endsWith('[bot]') ? 'Bot' : 'User' };
  const { payload } = loadEvent(fixture);
  const changed: Payload = {};
  if (payload.sender !== undefined) changed.sender = account;
  if (payload.workflow_run !== undefined)
    changed.workflow_run = { actor: account, head_repository: { owner: account } };
  for (const subject of ['comment', 'review', 'issue', 'pull_request', 'discussion']) {
    if (payload[subject] !== undefined) changed[subject] = { user: account };
  }
  return loadEvent(fixture, mergeShallowly(changed, overrides));
}

function mergeShallowly(base: Payload, overrides: Payload): Payload {
  const merged = Object.entries(overrides).map(([key, value]): [string, unknown] => [
    key,
    isObject(base[key]) && isObject(value) ? { ...base[key], ...value } : value,
  ]);
  return { ...base, ...Object.fromEntries(merged) };
}

function isObject(value: unknown): value is Payload {
  return typeof value === 'object' && value !== null;
}
