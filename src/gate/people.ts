import type { WorkflowEvent } from '../github/event.ts';
import { type JsonObject, object, text } from '../lib/json.ts';

export interface Person {
  readonly login: string;
  /** Or an app that speaks in somebody's name. */
  readonly isBot: boolean;
}

/** Who is behind an event, as its payload says; undefined when it names nobody. */
type Finder = (payload: JsonObject) => (Person | undefined)[];

/** Whoever did what the event is about. */
const sender: Finder = (payload) => [person(payload.sender)];

/**
 * Whoever did something to a subject. An app that opens an issue with a label causes `labeled` as well, and the payload
 * does not say which of the two its author did in person.
 */
function actor(subject: string): Finder {
  return (payload) => {
    const [wrote, acted] = [writer(payload[subject]), person(payload.sender)];
    return [acted && wrote && isSame(acted, wrote) ? merged(acted, wrote) : acted];
  };
}

/**
 * The author of the text, and whoever else touched it: an edit puts other words into the author's mouth. Not whoever
 * pressed re-run, who is not in the payload.
 */
function author(subject: string): Finder {
  return (payload) => {
    const wrote = writer(payload[subject]);
    return payload.action === 'created' || payload.action === 'submitted'
      ? [wrote]
      : [wrote, ...actor(subject)(payload)];
  };
}

/** The author of what they opened, and with the editor of what was edited; else whoever set the label or the like. */
function opener(subject: string): Finder {
  return (payload) => {
    const wrote = writer(payload[subject]);
    if (payload.action === 'opened' || payload.action === 'created') return [wrote];
    return payload.action === 'edited' ? [wrote, ...actor(subject)(payload)] : actor(subject)(payload);
  };
}

/** A pull request is judged by whoever does something to it; after an edit its author's words count as well. */
function pusher(subject: string): Finder {
  return (payload) => {
    const wrote = payload.action === 'edited' ? [writer(payload[subject])] : [];
    return [...wrote, ...actor(subject)(payload)];
  };
}

/**
 * The actor of the run that caused it; when that ran for another repository's code, its owner as well, who is unknown
 * once the fork is deleted. A run of this repository that nobody without write access can cause speaks for itself.
 */
function workflowRun(repository: string): Finder {
  return (payload) => {
    const run = object(payload.workflow_run);
    const head = object(run.head_repository);
    const caused = person(run.actor);
    if (text(head.full_name)?.toLowerCase() !== repository.toLowerCase()) return [caused, person(head.owner)];
    return CLOSED_EVENTS.has(text(run.event) ?? '') ? [] : [caused];
  };
}

/** Events that nobody can cause without write access to the repository, or the trust of somebody who has it. */
const CLOSED_EVENTS: ReadonlySet<string> = new Set([
  'branch_protection_rule',
  'create',
  'delete',
  'image_version',
  'label',
  'merge_group',
  'milestone',
  'page_build',
  'public',
  'push',
  'registry_package',
  'release',
  'repository_dispatch',
  'schedule',
  'workflow_dispatch',
]);

/** Events that anyone can cause, directly or through an app that reacts to them; with who is judged. */
const OPEN_EVENTS: Readonly<Record<string, Finder>> = {
  check_run: sender,
  check_suite: sender,
  deployment: actor('deployment'),
  deployment_status: actor('deployment_status'),
  discussion: opener('discussion'),
  discussion_comment: author('comment'),
  fork: sender,
  gollum: sender,
  issue_comment: author('comment'),
  issues: opener('issue'),
  pull_request: pusher('pull_request'),
  pull_request_review: author('review'),
  pull_request_review_comment: author('comment'),
  pull_request_target: pusher('pull_request'),
  status: sender,
  watch: sender,
};

/** Whom to judge. An event that is not in the tables is judged like one that anyone can cause. */
export type Judged =
  | { readonly kind: 'nobody' }
  | { readonly kind: 'people'; readonly people: readonly Person[] }
  | { readonly kind: 'unknown' };

export function peopleBehind({
  name,
  payload,
  repository,
}: Pick<WorkflowEvent, 'name' | 'payload' | 'repository'>): Judged {
  if (CLOSED_EVENTS.has(name)) return { kind: 'nobody' };
  const find = name === 'workflow_run' ? workflowRun(repository) : (OPEN_EVENTS[name] ?? sender);
  const found = find(payload);
  if (name === 'workflow_run' && found.length === 0) return { kind: 'nobody' };
  const people = found.filter((one) => one !== undefined);
  if (people.length < found.length || people.length === 0) return { kind: 'unknown' };
  return { kind: 'people', people: people.reduce(withPerson, []) };
}

/** Each person once. */
function withPerson(people: readonly Person[], person: Person): readonly Person[] {
  const known = people.find((one) => isSame(one, person));
  return known ? people.map((one) => (one === known ? merged(known, person) : one)) : [...people, person];
}

function isSame(one: Person, other: Person): boolean {
  return one.login.toLowerCase() === other.login.toLowerCase();
}

/** Who once spoke through an app is not made a person by what they did without it. */
function merged(one: Person, other: Person): Person {
  return { login: one.login, isBot: one.isBot || other.isBot };
}

/**
 * Whose name a text or a deployment bears. With a personal key an agent writes as its owner, but through an app: then it
 * is no person's word.
 */
function writer(value: unknown): Person | undefined {
  const subject = object(value);
  const named = person(subject.user ?? subject.creator);
  return named && (subject.performed_via_github_app ? { ...named, isBot: true } : named);
}

function person(value: unknown): Person | undefined {
  const user = object(value);
  const login = text(user.login);
  if (login === undefined) return undefined;
  return { login, isBot: user.type === 'Bot' || login.endsWith('[bot]') };
}
