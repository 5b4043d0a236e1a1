import { actor, connection, type PageArguments } from './connection.ts';
import { demandRead } from './grants.ts';
import type { CommitStatus, GitHubWorld } from './world.ts';

type Node = Record<string, unknown>;

/** A commit with its statuses and checks, as GraphQL shows it. */
export function commitNode(world: GitHubWorld, sha: string) {
  return {
    id: `C_${sha}`,
    oid: sha,
    status: () => status(world, sha),
    statusCheckRollup: () => rollup(world, sha),
  };
}

function status(world: GitHubWorld, sha: string): Node | null {
  demandRead(world, 'statuses');
  const current = world.currentStatuses(sha);
  if (current.length === 0) return null;
  const contexts = current.map((one) => contextNode(world, one));
  const named = (name: string) =>
    contexts.find((one) => String(one.context).toLowerCase() === name.toLowerCase()) ?? null;
  return {
    id: `ST_${sha}`,
    state: worst(contexts.map((one) => String(one.state))),
    contexts,
    context: ({ name }: { name: string }) => named(name),
  };
}

function contextNode(world: GitHubWorld, { creator, ...status }: CommitStatus): Node {
  return {
    createdAt: world.timestamp(),
    ...status,
    __typename: 'StatusContext',
    id: `SC_${status.id ?? status.context}`,
    creator: creator === undefined ? null : actor(creator),
    state: status.state.toUpperCase(),
  };
}

function rollup(world: GitHubWorld, sha: string): Node | null {
  demandRead(world, 'statuses', 'checks');
  const checks = (world.checks.get(sha) ?? []).map((check, index) => ({
    ...check,
    __typename: 'CheckRun',
    id: `CR_${index}`,
    url: `https://github.com/${world.repository}/runs/${index}`,
    status: check.status.toUpperCase(),
    conclusion: check.conclusion?.toUpperCase() ?? null,
  }));
  const statuses = world.currentStatuses(sha).map((one) => contextNode(world, one));
  if (checks.length + statuses.length === 0) return null;
  const verdicts = [
    ...checks.map((one) => one.conclusion ?? 'PENDING'),
    ...statuses.map((one) => String(one.state)),
  ];
  return {
    id: `SCR_${sha}`,
    state: worst(verdicts),
    contexts: (page: PageArguments) => ({
      ...connection([...checks, ...statuses], page),
      checkRunCount: checks.length,
      statusContextCount: statuses.length,
    }),
  };
}

function worst(verdicts: string[]): string {
  if (verdicts.includes('PENDING')) return 'PENDING';
  const isGood = (verdict: string) => ['SUCCESS', 'NEUTRAL', 'SKIPPED'].includes(verdict);
  return verdicts.every(isGood) ? 'SUCCESS' : 'FAILURE';
}
