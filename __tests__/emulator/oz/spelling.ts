/** Ways in which servers spell the states of a run; `canonical` is the contract's. */
export type StateSpelling = 'canonical' | 'lower' | 'underscore' | 'hyphen';

export const SPELLINGS: Readonly<Record<StateSpelling, (state: string) => string>> = {
  canonical: (state) => state,
  lower: (state) => state.toLowerCase(),
  underscore: (state) => (state === 'INPROGRESS' ? 'IN_PROGRESS' : state),
  hyphen: (state) => (state === 'INPROGRESS' ? 'in-progress' : state.toLowerCase()),
};
