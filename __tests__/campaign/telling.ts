import type { IssueComment } from '../emulator/github/world.ts';
import { EARLIER_ID, numberOf } from './case.ts';
import { isGitHubRefusal } from './faults.ts';
import { CONCLUDED, type Oracle } from './oracle.ts';
import { STALE_COMMENT } from './stage.ts';

// What holds of comment and summary after main and post.

/** At most one of each marker, unless the post phase died or a lost one landed during it. */
export function oneComment(oracle: Oracle): string[] {
  const { comments, postBegan } = oracle.happening;
  const isLate = oracle
    .requestsTo('comment')
    .some(({ fault = '', at }) => fault.startsWith('late-effect') && at >= postBegan);
  if (isLate || !oracle.hasPost || isRefused(oracle)) return [];
  return [...Map.groupBy(comments, markerOf)]
    .filter(([, same]) => same.length > 1)
    .map(([marker, same]) => `${same.length} comments open with ${marker}`);
}

/** Never left at work, and there at all, once GitHub took what it was given. */
export function commentTellsTheEnd(oracle: Oracle): string[] {
  const { happening, outputs, outcome, created, endedItself } = oracle;
  const { plan, comments, killed } = happening;
  const isWanted = plan.inputs.comment !== 'off' && numberOf(plan.event) !== undefined;
  if (!isWanted || outputs['run-id'] === undefined || outputs['run-id'] === '') return [];
  if (outcome === 'skipped' || isRefused(oracle) || isOutlasted(oracle)) return [];
  const mainWasLeftAlone = endedItself && !killed.main && !hadTrouble(oracle);
  if (!oracle.hasPost && !mainWasLeftAlone) return [];
  const ids = [EARLIER_ID, ...created.map(({ id }) => id)];
  const ours = comments.filter(({ body }) => ids.some((id) => body.includes(id)));
  if (ours.length === 0) return [`no comment tells of run ${outputs['run-id']}`];
  return ours.filter(isAtWork).map(({ body }) => `the comment says ${JSON.stringify(body.slice(0, 120))}`);
}

/** There exactly when it was asked for; the post phase adds to it only what the main phase could not know. */
export function summaryAsAsked(oracle: Oracle): string[] {
  const { happening, outcome, endedItself } = oracle;
  const { main, post, plan } = happening;
  const isWanted = plan.inputs.summary !== 'false';
  const written = [main, ...(post ? [post] : [])].filter(({ summary }) => summary !== '');
  if (!isWanted) return written.map(({ summary }) => `unasked for: ${summary.slice(0, 60)}`);
  if (!endedItself) return [];
  return [
    ...(main.summary === '' ? ['the main phase wrote none'] : []),
    ...(CONCLUDED.includes(outcome) && post && post.summary !== '' && !isOfDuplicates(post.summary, oracle)
      ? ['the post phase repeats it']
      : []),
  ];
}

/** Names a run that the create request made besides the one of the outputs, and tells nothing that main has told. */
function isOfDuplicates(summary: string, { happening, outputs, created }: Oracle): boolean {
  const [headline = ''] = happening.main.summary.trim().split('\n');
  const others = created.filter(({ id }) => id !== outputs['run-id']);
  return !summary.includes(headline) && others.some(({ id }) => summary.includes(id));
}

/** Its headline while the run goes on, or what was there before the step. */
function isAtWork({ body }: IssueComment): boolean {
  return /^(?:### (?:🕓|⏳))/mu.test(body) || body.includes(`\n${STALE_COMMENT}`);
}

function markerOf({ body }: IssueComment): string {
  return body.split('\n')[0] ?? '';
}

function isRefused(oracle: Oracle): boolean {
  return commentRequests(oracle).some(({ fault }) => isGitHubRefusal(fault));
}

/** Whether GitHub's outage went on when the post phase had tried for as long as it is to try. */
function isOutlasted(oracle: Oracle): boolean {
  const { plan, postBegan, killed } = oracle.happening;
  if (plan.githubOutage === undefined) return false;
  const tries = commentRequests(oracle).filter(({ at }) => at >= postBegan);
  const [first, last] = [tries.at(0), tries.at(-1)];
  if (first === undefined || last?.fault?.startsWith('GitHub outage') !== true) return false;
  const hasMainWaited = oracle.endedItself && !killed.main;
  const isShort = plan.githubOutage.how === 'hang' && hasMainWaited;
  return last.at - first.at >= (isShort ? SECOND_TRY : LAST_TRY);
}

/** When the post phase's tries are to begin, in ms after its first. */
const SECOND_TRY = 5500;
const LAST_TRY = 26_000;

function hadTrouble(oracle: Oracle): boolean {
  return commentRequests(oracle).some(({ fault }) => fault !== undefined);
}

function commentRequests(oracle: Oracle): ReturnType<Oracle['requestsTo']> {
  return oracle.requestsTo('graphql', 'comment', 'edit', 'uncomment');
}
