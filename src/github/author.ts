/** What GraphQL says of whoever wrote something. */
export interface Authored {
  readonly author: { readonly login: string; readonly __typename: string } | null;
}

/** GraphQL names the viewer `x[bot]`, but a comment's author `x`, of type Bot. */
export function isBy(viewer: string, { author }: Authored): boolean {
  if (author === null) return false;
  const login = author.__typename === 'Bot' ? `${author.login.replace(/\[bot\]$/, '')}[bot]` : author.login;
  return login.toLowerCase() === viewer.toLowerCase();
}
