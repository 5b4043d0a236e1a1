// Redoes __tests__/contract/github.json: node scripts/cut-github-contract.ts PUBLISHED_OPENAPI_JSON
// The published file is generated/api.github.com.json of the package @octokit/openapi.
import { readFileSync, writeFileSync } from 'node:fs';
import { printSlice, sliceOpenApi } from './openapi-slice.ts';

const REPO = '/repos/{owner}/{repo}';
const OPERATIONS = {
  [`${REPO}/issues/{issue_number}/comments`]: ['get', 'post'],
  [`${REPO}/issues/comments/{comment_id}`]: ['get', 'patch', 'delete'],
  [`${REPO}/issues/comments/{comment_id}/reactions`]: ['post'],
  [`${REPO}/pulls/comments/{comment_id}/reactions`]: ['post'],
  [`${REPO}/issues/{issue_number}/reactions`]: ['post'],
  [`${REPO}/collaborators/{username}/permission`]: ['get'],
  [`${REPO}/pulls/{pull_number}`]: ['get'],
  [`${REPO}/pulls/{pull_number}/files`]: ['get'],
  [`${REPO}/pulls/{pull_number}/reviews`]: ['get', 'post'],
  [`${REPO}/pulls/{pull_number}/comments`]: ['get'],
  [`${REPO}/pulls/{pull_number}/comments/{comment_id}/replies`]: ['post'],
  [`${REPO}/pulls/comments/{comment_id}`]: ['get', 'patch', 'delete'],
  [`${REPO}/compare/{basehead}`]: ['get'],
  [`${REPO}/statuses/{sha}`]: ['post'],
  [`${REPO}/commits/{ref}/check-runs`]: ['get'],
  [`${REPO}/commits/{ref}/status`]: ['get'],
  [`${REPO}/commits/{ref}/statuses`]: ['get'],
  '/user': ['get'],
  '/rate_limit': ['get'],
};

const [published] = process.argv.slice(2);
if (published === undefined) throw new Error('usage: cut-github-contract.ts PUBLISHED_OPENAPI_JSON');
const slice = sliceOpenApi(JSON.parse(readFileSync(published, 'utf8')), OPERATIONS);
writeFileSync(new URL('../__tests__/contract/github.json', import.meta.url), printSlice(slice));
