/** What a key seems to be that does not look like one of Oz: goes on a clause that says so. Undefined for one that does. */
export function oddKey(key: string): string | undefined {
  if (key.startsWith('wk-')) return undefined;
  return KINDS.find(([form]) => form.test(key))?.[1] ?? '';
}

/** The forms that people paste by mistake. The value itself is never quoted. */
const KINDS: readonly (readonly [form: RegExp, kind: string])[] = [
  [/^(?:gh[oprsu]_|github_pat_)/, ': it is a token of GitHub, for which there is `github-token`'],
  [/^sk-/, ': it looks like the key of a model provider'],
  [/^Bearer\s/i, ': it begins with `Bearer`, where the key alone is needed'],
  [/^["'`]/, ': it begins with a quotation mark, where the key alone is needed'],
  [/^\$/, ': it looks like the name of a variable that nothing has replaced'],
];

export const CREATE_KEY =
  'Create a key in the Oz settings, store it as the secret `WARP_API_KEY`, and pass it: `api-key: ${{ secrets.WARP_API_KEY }}`.';

/** What to do about a key that was refused, if it does not look like one. */
export function oddKeyRemedy(key: string): string | undefined {
  const kind = oddKey(key);
  return kind === undefined
    ? undefined
    : `It does not look like a key of Oz (\`wk-…\`)${kind}. ${CREATE_KEY}`;
}
