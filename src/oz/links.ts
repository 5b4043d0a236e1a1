/** A page that exists for every run, whether or not the server has named its session. */
export function runUrl(runId: string): string {
  return `https://oz.warp.dev/runs/${encodeURIComponent(runId)}`;
}
