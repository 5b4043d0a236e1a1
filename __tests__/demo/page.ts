import type { IssueComment } from '../emulator/github/world.ts';
import type { LoggedRequest } from '../emulator/http/message.ts';
import type { Annotation } from '../runner/console.ts';
import { said, threadOf } from './conversation.ts';
import type { Demonstration } from './demonstrate.ts';
import { Html, html, NOTHING } from './html.ts';
import { logToHtml } from './log-page.ts';
import { renderMarkdown } from './markdown.ts';
import { outputsToHtml } from './outputs.ts';
import { hashOf, MARKDOWN_STYLE, mermaidScript } from './packages.ts';
import { STYLE } from './style.ts';

/** One file that needs nothing else: no font, no picture and no script from elsewhere. */
export function demonstrationToPage(demonstration: Demonstration): string {
  const { name } = demonstration;
  const main = mainOf(demonstration);
  const script = main.markup.includes('<pre class="mermaid">') ? mermaidScript() : undefined;
  const { markup } = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policyFor(script)}">
<title>${name} · Oz agent action</title>
<style>${new Html(MARKDOWN_STYLE)}${new Html(STYLE)}</style>
</head>
<body>
${main}
${script === undefined ? undefined : new Html(`<script>${script}</script>`)}
</body>
</html>
`;
  return markup;
}

function policyFor(script: string | undefined): string {
  const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";
  return script === undefined ? policy : `${policy}; script-src ${hashOf(script)}`;
}

function mainOf(demonstration: Demonstration): Html {
  const { result, logs, comments, reviews, requests, violations } = demonstration;
  return html`<main>
${headerOf(demonstration)}
${section('log', 'Log', logs.map(logToHtml))}
${annotationsOf(result.annotations)}
${section('outputs', 'Outputs', [html`<div class="box">${outputsToHtml(result.outputs)}</div>`])}
${section('summary', 'Step summary', [summaryOf(result.summary)])}
${section('comment', 'Pull request', commentsOf(comments))}
${reviewsOf(reviews)}
${violationsOf(violations)}
${requestsOf(requests)}
</main>`;
}

function section(id: string, title: string, content: Html[]): Html {
  return html`<section id="${id}"><h2>${title}</h2>${content}</section>`;
}

const CONCLUSIONS = { success: '✓ success', failure: '✗ failure', cancelled: '⊘ cancelled' };

function headerOf({ name, description, result, seconds, repository, pull }: Demonstration): Html {
  const { conclusion, outputs } = result;
  return html`<header>
<h1>${name}</h1>
<p class="muted">${description}</p>
<div class="facts">
<span class="badge ${conclusion}">${CONCLUSIONS[conclusion]}</span>
<span>outcome <b>${outputs.outcome || 'none'}</b></span>
<span class="muted">${seconds.toFixed(1)} s</span>
<span class="muted">on ${repository} #${pull.number}: ${pull.title}</span>
</div>
</header>`;
}

function annotationsOf(annotations: readonly Annotation[]): Html {
  if (annotations.length === 0) return NOTHING;
  const items = annotations.map(
    ({ level, title, message, truncated, dropped }) => html`<div class="annotation ${level}">
<b>${title ?? level}</b><p>${message}${truncated ? '…' : undefined}</p>
${dropped ? html`<p class="muted">Not shown on GitHub: more than ten of a kind.</p>` : undefined}</div>
`,
  );
  return section('annotations', `Annotations (${annotations.length})`, [
    html`<div class="box">${items}</div>`,
  ]);
}

function summaryOf(summary: string): Html {
  if (summary === '') return html`<p class="muted">None was written.</p>`;
  return html`<div class="box"><div class="content markdown-body">${renderMarkdown(summary)}</div></div>`;
}

function commentsOf(comments: readonly IssueComment[]): Html[] {
  if (comments.length === 0) return [html`<p class="muted">No comment was posted.</p>`];
  return comments.map((comment) => said(comment, 'commented', NOTHING));
}

function reviewsOf(reviews: Demonstration['reviews']): Html {
  if (reviews.length === 0) return NOTHING;
  const shown = reviews.map(({ review, comments }) =>
    said({ ...review, createdAt: review.submittedAt }, 'reviewed', html`${comments.map(threadOf)}`),
  );
  return section('review', 'Review', shown);
}

function violationsOf(violations: readonly string[]): Html {
  if (violations.length === 0) return NOTHING;
  const items = violations.map((violation) => html`<div class="annotation error"><p>${violation}</p></div>`);
  return section('violations', 'Violations of the API contract', [html`<div class="box">${items}</div>`]);
}

function requestsOf(requests: readonly LoggedRequest[]): Html {
  const start = requests[0]?.at ?? 0;
  return html`<section id="requests"><details class="fold"><summary>Requests (${requests.length})</summary>
<div class="box"><table class="requests">
<tr><th>Second</th><th>Host</th><th>Status</th><th>Request</th></tr>
${requests.map((request) => requestToHtml(request, start))}</table></div></details></section>`;
}

function requestToHtml(request: LoggedRequest, start: number): Html {
  const { host, method, path, route, query, status, fault, at } = request;
  const search = query.size > 0 ? `?${decodeURIComponent(query.toString())}` : '';
  const isFailed = status === undefined || status >= 400;
  return html`<tr title="${route ?? 'no such route'}"><td>${((at - start) / 1000).toFixed(1)}</td><td>${host}</td>
<td class="${isFailed ? 'failed' : 'fine'}">${status ?? 'dropped'}${fault ? ` (${fault})` : undefined}</td>
<td><code>${method} ${path}${search}</code></td></tr>
`;
}
