import type { OzOptions } from '../emulator/oz/world.ts';

/** Names of the routes that the action uses, as the emulator has them. */
export const ROUTES = {
  create: 'POST /agent/runs',
  read: 'GET /agent/runs/{runId}',
  list: 'GET /agent/runs',
  cancel: 'POST /agent/runs/{runId}/cancel',
  followUp: 'POST /agent/runs/{runId}/followups',
  conversation: 'GET /agent/runs/{runId}/conversation',
  permission: 'GET /repos/{owner}/{repo}/collaborators/{username}/permission',
  graphql: 'POST /graphql',
  comment: 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments',
  edit: 'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}',
  uncomment: 'DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}',
  status: 'POST /repos/{owner}/{repo}/statuses/{sha}',
  review: 'POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews',
  changes: 'GET /repos/{owner}/{repo}/pulls/{pull_number}/files',
} as const;

export type RouteName = keyof typeof ROUTES;

/** One randomised case: data only, so that it can be printed, compared and made smaller. */
export interface Case {
  readonly inputs: Readonly<Record<string, string>>;
  readonly event: EventName;
  readonly server: Partial<OzOptions>;
  /** Of the runs in the order of their creation; the last one is everybody's who comes after. */
  readonly lives: readonly LifePlan[];
  readonly neighbours: readonly Neighbour[];
  /** A sticky comment of ours is there already. */
  readonly hasComment: boolean;
  readonly faults: readonly FaultPlan[];
  /** Routes on which every answer takes its time. */
  readonly slowRoutes?: readonly SlowRoute[];
  readonly githubOutage?: GitHubOutage;
  /** The Oz host is off the network for a while, from a moment of the main phase on. */
  readonly outage?: { readonly at: Moment; readonly ms: number };
  /** Against the main phase. */
  readonly kill?: KillPlan;
  readonly postKill?: KillPlan;
}

export type EventName =
  | 'pull_request.opened'
  | 'pull_request.synchronize'
  | 'issue_comment.created.pull_request'
  | 'push'
  | 'schedule';

export interface LifePlan {
  readonly kind: LifeKind;
  /** How many reads each stretch of it lasts. */
  readonly reads: number;
  /** How many reads still show the old state after an accepted cancel. */
  readonly cancelReads: number;
  /** The state that an accepted cancel ends in: a run may come to its own end first. */
  readonly afterCancel: 'CANCELLED' | 'SUCCEEDED' | 'FAILED';
}

export type LifeKind =
  | 'succeeds'
  | 'succeeds-empty'
  | 'late-artifacts'
  | 'fails'
  | 'errors-retryably'
  | 'fails-with-pull-request'
  | 'blocks'
  | 'blocks-for-a-while'
  | 'never-starts'
  | 'never-ends'
  | 'cancelled-elsewhere'
  | 'unknown-state'
  | 'at-capacity'
  | 'pending'
  | 'uncancellable'
  | 'ends-unread';

/**
 * A run that the step must tell from its own: `earlier` carries the same stamps, `stranger` those of another
 * repository, `bare` none, `twin` none but the same prompt; `child` is started by the first run of the step, whose
 * metadata it inherits.
 */
export type Neighbour = 'earlier' | 'stranger' | 'bare' | 'twin' | 'child';

export interface SlowRoute {
  readonly route: RouteName;
  readonly ms: number;
  /** The server drops its work when the client leaves before the answer. */
  readonly drops: boolean;
}

/** GitHub's trouble when the step comes to its end: its run ends, it cancels a run, or it is killed. */
export interface GitHubOutage {
  readonly how: 'gateway' | 'hang';
  /** Counted from the first request that meets it. */
  readonly ms: number;
  readonly effect: boolean;
}

export interface FaultPlan {
  readonly route: RouteName;
  readonly kind: FaultKind;
  /** How many requests of the route pass before it. */
  readonly skip: number;
  readonly times: number;
  readonly status?: number;
  readonly effect?: boolean;
  /** Delay, or time until a held request is released, in ms. */
  readonly ms?: number;
  /** For a late effect: how many further requests come before it; missing: it lands before the post phase. */
  readonly requests?: number;
  /** For a replay: its second effect is late. */
  readonly late?: boolean;
  /** For a replay: the answer is that of the second, as if nothing had happened. */
  readonly isAnswered?: boolean;
  /** For a slow answer: the server drops its work when the client leaves before it. */
  readonly drops?: boolean;
}

export type FaultKind =
  | 'bare-status'
  | 'gateway'
  | 'problem'
  | 'retry-after'
  | 'retry-date'
  | 'out-of-credits'
  | 'reset'
  | 'lost-answer'
  | 'hang'
  | 'hold'
  | 'slow'
  | 'truncate'
  | 'broken-json'
  | 'late-effect'
  | 'replay'
  | 'no-content'
  | 'empty-object'
  | 'github-error'
  | 'github-limit'
  | 'graphql-error';

/** `cancel` is the whole ladder that the runner climbs. */
export type KillKind = 'SIGINT' | 'SIGINT-twice' | 'SIGTERM' | 'SIGKILL' | 'cancel';

export interface KillPlan {
  readonly how: KillKind;
  readonly at: Moment;
  /** Between two signals, in ms. */
  readonly gap: number;
}

/** `ms` after the phase began, or after the n-th request of a route, over both phases, was seen or answered. */
export interface Moment {
  readonly after:
    | { readonly route: RouteName; readonly n: number; readonly stage: 'seen' | 'answered' }
    | 'start';
  readonly ms: number;
}

/** What every case's step is given unless its own inputs say otherwise. */
export const PROMPT = 'Repair the parser';

/** Kept secret by an MCP server's environment; the server echoes it. */
export const MCP_SECRET = 'mcp-server-token-0123456789';

/** The parent that a step may give its runs. */
export const PARENT_ID = '01980000-0000-7000-8000-00000000a001';

/** The run that is there before the step. */
export const EARLIER_ID = '01980000-0000-7000-8000-00000000e001';

/** The pull request that an event is about. */
export function numberOf(event: EventName): number | undefined {
  return event === 'push' || event === 'schedule' ? undefined : 7;
}
