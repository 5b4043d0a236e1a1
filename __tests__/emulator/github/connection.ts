import type { Account } from './world.ts';

export interface PageArguments {
  first?: number | null;
  last?: number | null;
  after?: string | null;
  before?: string | null;
}

/** GitHub refuses larger pages. */
const MAX_PAGE = 100;

/** GraphQL shows a bot's login without the suffix that REST puts on it. */
export function actor({ login, type, id }: Account): Record<string, unknown> {
  const name = login.replace(/\[bot\]$/, '');
  return { __typename: type, id: `U_${id}`, databaseId: id, login: name, url: `https://github.com/${name}` };
}

export function connection(
  all: Record<string, unknown>[],
  { first, last, after, before }: PageArguments,
): Record<string, unknown> {
  const size = first ?? last;
  if (size === undefined || size === null) throw new Error('You must provide a `first` or `last` value.');
  if (size > MAX_PAGE)
    throw new Error(`Requesting ${size} records exceeds the limit of ${MAX_PAGE} records.`);
  const from = after == null ? 0 : position(after) + 1;
  const to = before == null ? all.length : position(before);
  const start = first == null ? Math.max(from, to - size) : from;
  const end = first == null ? to : Math.min(to, from + size);
  const edges = all.slice(start, end).map((node, index) => ({ node, cursor: cursor(start + index) }));
  return {
    edges,
    nodes: edges.map((edge) => edge.node),
    totalCount: all.length,
    pageInfo: {
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
      hasNextPage: end < all.length,
      hasPreviousPage: start > 0,
    },
  };
}

function cursor(position: number): string {
  return Buffer.from(`cursor:${position}`).toString('base64');
}

function position(text: string): number {
  const found = /^cursor:(\d+)$/.exec(Buffer.from(text, 'base64').toString());
  if (found === null) throw new Error(`\`${text}\` does not appear to be a valid cursor.`);
  return Number(found[1]);
}
