import { type ChangedFile, changedFiles, type FileChange } from './changes.ts';
import type { Account } from './world.ts';

export interface PullRequest {
  number: number;
  /** `owner/name`. */
  repository: string;
  title: string;
  body: string;
  author: Account;
  state: 'OPEN' | 'CLOSED' | 'MERGED';
  isDraft: boolean;
  headRefName: string;
  headSha: string;
  baseRefName: string;
  /** Tip of the base branch. */
  baseSha: string;
  /** Where the branch left the base branch. */
  mergeBaseSha: string;
  isBranchDeleted: boolean;
  additions: number;
  deletions: number;
  changedFiles: number;
  /** Every head there was, the present one last. */
  heads: Head[];
}

export interface Head {
  sha: string;
  /** The whole diff against the merge base. */
  files: ChangedFile[];
  /** A forced push took it out of the pull request. */
  isPart: boolean;
}

export type PullFacts = Omit<PullRequest, 'heads'> & {
  /** The whole diff against the merge base; the counts come from it unless given. */
  files: readonly FileChange[];
};

/** A pull request, open and small where the facts say nothing else. */
export function newPull(
  facts: Partial<PullFacts> & Pick<PullFacts, 'number' | 'repository' | 'author'>,
): PullRequest {
  const { files, ...given } = facts;
  const sha = (fill: string) => facts.number.toString(16).padStart(40, fill);
  const pull: PullRequest = {
    title: `Pull request ${facts.number}`,
    body: '',
    state: 'OPEN',
    isDraft: false,
    headRefName: `branch-${facts.number}`,
    headSha: sha('a'),
    baseRefName: 'main',
    baseSha: sha('b'),
    mergeBaseSha: sha('c'),
    isBranchDeleted: false,
    additions: 12,
    deletions: 3,
    changedFiles: 2,
    heads: [],
    ...given,
  };
  if (files === undefined) pull.heads.push({ sha: pull.headSha, files: [], isPart: true });
  else Object.assign(advance(pull, pull.headSha, files), given);
  return pull;
}

/** Moves the head. */
export function advance(pull: PullRequest, sha: string, changes: readonly FileChange[]): PullRequest {
  const files = changedFiles(changes);
  const sum = (key: 'additions' | 'deletions') => files.reduce((total, file) => total + file[key], 0);
  pull.heads.push({ sha, files, isPart: true });
  const counts = { additions: sum('additions'), deletions: sum('deletions'), changedFiles: files.length };
  return Object.assign(pull, { headSha: sha }, counts);
}
