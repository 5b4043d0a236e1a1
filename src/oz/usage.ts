import type { Run } from './decode.ts';

/** Credits: inference + compute + platform; undefined when the server named none of them. */
export function creditsOf(run: Run | undefined): number | undefined {
  const parts = [run?.usage.inference, run?.usage.compute, run?.usage.platform].filter(
    (part) => part !== undefined,
  );
  return parts.length > 0 ? Number(parts.reduce((sum, part) => sum + part, 0).toFixed(6)) : undefined;
}
