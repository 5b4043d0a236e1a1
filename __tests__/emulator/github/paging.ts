import type { Call } from '../http/message.ts';

/** One page of a list, as REST gives it, with its `Link` header. `path` is the address without the query. */
export function pageOf<T>(
  all: readonly T[],
  { query }: Call,
  path: string,
): { shown: T[]; headers: Record<string, string> } {
  const perPage = Math.min(Number(query.get('per_page') ?? 30), 100);
  const page = Number(query.get('page') ?? 1);
  const shown = all.slice((page - 1) * perPage, page * perPage);
  const url = new URL(`${path}?${query}`);
  return { shown, headers: linkHeader(url, page, Math.ceil(all.length / perPage)) };
}

function linkHeader(url: URL, page: number, last: number): Record<string, string> {
  const pages = page < last ? { next: page + 1, last } : {};
  const earlier = page > 1 ? { prev: page - 1, first: 1 } : {};
  const links = Object.entries({ ...earlier, ...pages }).map(([rel, target]) => {
    url.searchParams.set('page', String(target));
    return `<${url}>; rel="${rel}"`;
  });
  return links.length === 0 ? {} : { link: links.join(', ') };
}
