const START = '<!-- oz-agent-action ';

/**
 * The first line of what this action posts, by which it is found again: a comment by its key or its step, a review by
 * its run, an inline comment of a review (`finding`) by its comment key. In its second line a comment may say which run it
 * concludes, and how (`concluded`). Keys are free text: percent-encoded, hyphens too,
 * so that none ends the HTML comment.
 */
export function markerOf(
  kind: 'sticky' | 'new' | 'working' | 'reply' | 'review' | 'finding' | 'concluded',
  key: string,
): string {
  return `${START}${kind}=${encodeURIComponent(key).replaceAll('-', '%2D')} -->`;
}

/** Whether a comment carries a marker of this action, of any step. A quotation of one does not count. */
export function isOurs(body: string): boolean {
  return body.split('\n').some((line) => line.startsWith(START));
}

/** Whether a comment opens with one of these markers. Elsewhere in it they mean nothing: others' words stand there. */
export function opensWith(body: string, ...markers: readonly string[]): boolean {
  return markers.some((marker) => body.startsWith(marker));
}
