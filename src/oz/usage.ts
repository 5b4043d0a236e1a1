import type { Run } from './decode.ts';

type Parts = Readonly<Record<'inference' | 'compute' | 'platform', number | undefined>>;

/** Credits: inference + compute + platform; undefined when the server named none of them. */
export function creditsOf(run: Run | undefined): number | undefined {
  return run && sum(run.usage);
}

/** The same in US dollars, as billed. */
export function costUsdOf(run: Run | undefined): number | undefined {
  return run && sum(run.usage.usd);
}

function sum({ inference, compute, platform }: Parts): number | undefined {
  const parts = [inference, compute, platform].filter((part) => part !== undefined);
  return parts.length > 0 ? Number(parts.reduce((all, part) => all + part, 0).toFixed(6)) : undefined;
}
