// Redoes __tests__/contract/oz.json: node scripts/cut-oz-contract.ts PUBLISHED_OPENAPI_JSON
import { readFileSync, writeFileSync } from 'node:fs';
import { printSlice, sliceOpenApi } from './openapi-slice.ts';

const OPERATIONS = {
  '/agent': ['get'],
  '/agent/run': ['post'],
  '/agent/runs': ['get', 'post'],
  '/agent/runs/{runId}': ['get'],
  '/agent/runs/{runId}/conversation': ['get'],
  '/agent/runs/{runId}/transcript': ['get'],
  '/agent/runs/{runId}/cancel': ['post'],
  '/agent/runs/{runId}/followups': ['post'],
  '/agent/runs/{runId}/timeline': ['get'],
  '/agent/runs/{runId}/handoff/attachments': ['get'],
  '/agent/conversations/{conversation_id}': ['get'],
  '/agent/sessions/{sessionUuid}/redirect': ['get'],
  '/agent/models': ['get'],
  '/agent/environments': ['get'],
  '/agent/artifacts/{artifactUid}': ['get'],
};

const [published] = process.argv.slice(2);
if (published === undefined) throw new Error('usage: cut-oz-contract.ts PUBLISHED_OPENAPI_JSON');
const slice = sliceOpenApi(JSON.parse(readFileSync(published, 'utf8')), OPERATIONS);
writeFileSync(new URL('../__tests__/contract/oz.json', import.meta.url), printSlice(slice));
