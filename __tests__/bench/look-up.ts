import { IssueComments } from '../../src/github/comments.ts';
import { markerOf } from '../../src/github/marker.ts';
import { OwnComment } from '../../src/github/own-comment.ts';
import { startEmulator } from '../emulator/emulator.ts';

export interface LookUp {
  readonly comments: number;
  readonly where: string;
  /** To GitHub, until the comment was found. */
  readonly requests: number;
}

/** Finds our sticky comment among so many of others: a recent one, and one that was there first. */
export async function measureLookUp(): Promise<LookUp[]> {
  const rows: LookUp[] = [];
  for (const comments of [10, 1000, 5000]) {
    for (const where of ['the last but five', 'the very first']) {
      rows.push({ comments, where, requests: await requestsFor(comments, where) });
    }
  }
  return rows;
}

async function requestsFor(comments: number, where: string): Promise<number> {
  await using emulator = await startEmulator();
  const { github, githubUrl, githubToken } = emulator;
  const marker = markerOf('sticky', 'bench');
  const ours = where === 'the very first' ? 0 : comments - 6;
  for (let count = 0; count < comments; count += 1) {
    if (count === ours) github.addComment({ number: 7, user: github.viewer.login, body: `${marker}\nOurs` });
    else github.addComment({ number: 7, user: 'hubot', body: 'Another comment' });
  }
  const place = { repository: 'octo-org/octo-repo', number: 7 };
  const store = new IssueComments({ token: githubToken, apiUrl: githubUrl }, place);
  const comment = new OwnComment(store, marker, false);
  await comment.write(`${marker}\nNew`, new AbortController().signal);
  return (
    emulator.count('github') -
    emulator.count('github', 'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}')
  );
}
