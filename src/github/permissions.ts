import { object, text } from '../lib/json.ts';
import type { WorkflowEvent } from './event.ts';
import { connectGitHub, type Octokit } from './octokit.ts';
import { PERMISSIONS, type Permission } from './permission.ts';

/** What this step asks GitHub about people. Methods reject with Octokit's errors, and when an answer cannot be read. */
export class Permissions {
  readonly #octokit: Octokit;
  readonly #event: WorkflowEvent;
  readonly #signal: AbortSignal;

  constructor(token: string, event: WorkflowEvent, signal: AbortSignal) {
    this.#octokit = connectGitHub({ token, apiUrl: event.apiUrl });
    this.#event = event;
    this.#signal = signal;
  }

  /** The account of the token itself. Only GraphQL names it for the token of GitHub Actions. */
  async self(): Promise<string> {
    const answer = await this.#octokit.graphql('query { viewer { login } }', {
      request: { signal: this.#signal },
    });
    const login = text(object(object(answer).viewer).login);
    if (!login) throw new Error('its answer does not name the account of the token');
    return login;
  }

  /**
   * What somebody holds in this repository. GitHub's `permission` knows four levels only; `role_name` tells `triage`
   * and `maintain` from those that they include, and names custom roles, which count as the level they extend.
   */
  async permissionOf(login: string): Promise<Permission> {
    const [owner = '', repo = ''] = this.#event.repository.split('/');
    try {
      const { data } = await this.#octokit.rest.repos.getCollaboratorPermissionLevel({
        owner,
        repo,
        username: login,
        request: { signal: this.#signal },
      });
      const { permission, role_name } = object(data);
      const level = known(permission);
      if (level === undefined)
        throw new Error(`its answer does not say what @${login} holds in this repository`);
      return known(role_name) ?? level;
    } catch (error) {
      // Nobody whom the repository knows.
      if ((error as { status?: number }).status === 404) return 'none';
      throw error;
    }
  }

  /** Shows the author of a comment that it was seen. False for events that are not about a comment. */
  async acknowledge(): Promise<boolean> {
    const { name, payload, repository } = this.#event;
    const [owner = '', repo = ''] = repository.split('/');
    const id = object(payload.comment).id;
    if (typeof id !== 'number' || text(payload.action) === 'deleted') return false;
    const comment = {
      owner,
      repo,
      comment_id: id,
      content: 'eyes' as const,
      request: { signal: this.#signal },
    };
    if (name === 'issue_comment') await this.#octokit.rest.reactions.createForIssueComment(comment);
    else if (name === 'pull_request_review_comment') {
      await this.#octokit.rest.reactions.createForPullRequestReviewComment(comment);
    } else return false;
    return true;
  }
}

function known(level: unknown): Permission | undefined {
  return PERMISSIONS.find((permission) => permission === level);
}
