import type { EmulatedRun } from './run.ts';
import type { RunItem } from './wire.ts';

export interface Page {
  runs: EmulatedRun[];
  page_info: { has_next_page: boolean; next_cursor?: string };
}

export interface ListingOptions {
  /** An older server: it takes the metadata filter and does not heed it. */
  ignoreMetadataFilter: boolean;
  /** A state in the server's own spelling, the only one that its `state` filter knows. */
  spell: (state: string) => string;
  parentOf: (runId: string) => string | undefined;
}

/** Answers `GET /agent/runs`: filters, sorting (newest first), pages by cursor. */
export function listRuns(runs: Iterable<EmulatedRun>, query: URLSearchParams, options: ListingOptions): Page {
  const sortBy = query.get('sort_by') ?? 'updated_at';
  const sign = query.get('sort_order') === 'asc' ? -1 : 1;
  const listed = [...runs]
    .reverse()
    .filter((run) => !run.deleted)
    .map((run) => ({ run, item: run.look() }))
    .filter(({ item }) => matches(item, query, options))
    .sort((a, b) => sign * compare(sortKey(b.item, sortBy), sortKey(a.item, sortBy)));
  const from = Number(query.get('cursor')?.replace(/^after-/, '') ?? 0);
  const to = from + Number(query.get('limit') ?? 20);
  const hasNext = to < listed.length;
  return {
    runs: listed.slice(from, to).map(({ run }) => run),
    page_info: { has_next_page: hasNext, ...(hasNext && { next_cursor: `after-${to}` }) },
  };
}

type Config = Record<string, unknown>;

/** Parameters that say how a list is shown, and those that are compared on their own. */
const NO_FILTERS = new Set(['limit', 'cursor', 'sort_by', 'sort_order', 'state', 'ancestor_run_id']);

/** Filters that compare one value. */
const FILTERS: Record<string, (item: RunItem, value: string, config: Config) => boolean> = {
  name: (_item, value, config) => config.name === value,
  config_name: (_item, value, config) => config.name === value,
  model_id: (_item, value, config) => config.model_id === value,
  environment_id: (_item, value, config) => config.environment_id === value,
  skill_spec: (_item, value, config) => config.skill_spec === value,
  skill: (item, value) => item.agent_skill?.name === value,
  creator: (item, value) => item.creator?.uid === value,
  executor: (item, value) => (item.executor ?? item.creator)?.uid === value,
  schedule_id: (item, value) => item.schedule?.schedule_id === value,
  automation_id: (item, value) => item.automation_id === value,
  factory_uid: (item, value) => item.factory_uid === value,
  source: (item, value) => item.source === value,
  execution_location: (item, value) => item.execution_location === value,
  created_after: (item, value) => Date.parse(item.created_at) > Date.parse(value),
  created_before: (item, value) => Date.parse(item.created_at) < Date.parse(value),
  updated_after: (item, value) => Date.parse(item.updated_at) > Date.parse(value),
  artifact_type: (item, value) => (item.artifacts ?? []).some((one) => one.artifact_type === value),
  q: (item, value) => `${item.title}\n${item.prompt}`.toLowerCase().includes(value.toLowerCase()),
};

function matches(item: RunItem, query: URLSearchParams, options: ListingOptions): boolean {
  const states = query.getAll('state');
  if (states.length > 0 && !states.includes(options.spell(item.state))) return false;
  const ancestor = query.get('ancestor_run_id');
  if (ancestor !== null && !descendsFrom(item.run_id, ancestor, options.parentOf)) return false;
  return [...query].every(([key, value]) => {
    const name = /^metadata\[(.*)\]$/.exec(key)?.[1];
    if (name !== undefined) return options.ignoreMetadataFilter || item.metadata?.[name] === value;
    if (NO_FILTERS.has(key)) return true;
    const filter = FILTERS[key];
    if (filter === undefined) throw new Error(`the emulator does not know the filter ${key}`);
    return filter(item, value, item.agent_config ?? {});
  });
}

function descendsFrom(runId: string, ancestor: string, parentOf: ListingOptions['parentOf']): boolean {
  const parent = parentOf(runId);
  return parent !== undefined && (parent === ancestor || descendsFrom(parent, ancestor, parentOf));
}

function sortKey(item: RunItem, sortBy: string): string {
  if (sortBy === 'title') return item.title;
  if (sortBy === 'agent') return String(item.agent_config?.name ?? '');
  return sortBy === 'created_at' ? item.created_at : item.updated_at;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
