import type { ReviewComment } from '../emulator/github/reviews.ts';
import type { Account } from '../emulator/github/world.ts';
import { type Html, html } from './html.ts';
import { renderMarkdown } from './markdown.ts';

interface Said {
  user: Account;
  body: string;
  createdAt: string;
  updatedAt?: string;
}

/** What somebody said in the conversation of a pull request; `more` stands below the text. */
export function said({ user, body, createdAt, updatedAt = createdAt }: Said, verb: string, more: Html): Html {
  const isBot = user.type === 'Bot';
  const login = user.login.replace(/\[bot\]$/, '');
  return html`<div class="comment">
<div class="avatar" aria-hidden="true">${isBot ? '⚙' : login.slice(0, 1).toUpperCase()}</div>
<div class="box">
<div class="author"><b>${login}</b> ${isBot ? html`<span class="label">bot</span>` : undefined}
${verb} at ${createdAt.slice(11, 19)} UTC${updatedAt === createdAt ? undefined : ' · edited'}</div>
<div class="content markdown-body">${renderMarkdown(body)}</div>
${more}
</div>
</div>`;
}

/** GitHub shows so many lines of the diff above a comment on one line. */
const CONTEXT = 4;

/** A comment below its lines of the diff. */
export function threadOf({ body, thread }: ReviewComment): Html {
  const { path, line, startLine = line } = thread.original;
  const [, ...lines] = thread.diffHunk.split('\n');
  const shown = lines.slice(-Math.max(CONTEXT, line - startLine + 1));
  const place = startLine < line ? `lines ${startLine} to ${line}` : `line ${line}`;
  return html`<div class="thread">
<div class="path">${path}, ${place}</div>
<pre class="diff"><code>${shown.map(diffLine)}</code></pre>
<div class="content markdown-body">${renderMarkdown(body)}</div>
</div>
`;
}

function diffLine(line: string): Html {
  const kind = { '+': 'added', '-': 'removed' }[line.charAt(0)] ?? 'context';
  return html`<span class="${kind}">${line}</span>`;
}
