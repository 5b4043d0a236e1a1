/** The page's look around Markdown: after GitHub's, light and dark as the system says. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --canvas: light-dark(#ffffff, #0d1117);
  --subtle: light-dark(#f6f8fa, #151b23);
  --text: light-dark(#1f2328, #f0f6fc);
  --muted: light-dark(#59636e, #9198a1);
  --line: light-dark(#d1d9e0, #3d444d);
  --link: light-dark(#0969da, #4493f8);
  --red: light-dark(#d1242f, #f85149);
  --green: light-dark(#1a7f37, #3fb950);
  --yellow: light-dark(#9a6700, #d29922);
  --blue: light-dark(#0969da, #58a6ff);
  --magenta: light-dark(#8250df, #bc8cff);
  --cyan: light-dark(#1b7c83, #39c5cf);
  --mono: ui-monospace, SFMono-Regular, "SF Mono", Menlo, Consolas, "Liberation Mono", "DejaVu Sans Mono", monospace;
  --sans: -apple-system, BlinkMacSystemFont, "Segoe UI", "Noto Sans", Helvetica, Arial, "DejaVu Sans", sans-serif, "Apple Color Emoji", "Segoe UI Emoji", "Noto Color Emoji";
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--canvas); color: var(--text); font: 14px/1.5 var(--sans); overflow-wrap: anywhere; }
main { max-width: 1012px; margin: 0 auto; padding: 24px 16px 64px; }
a { color: var(--link); text-underline-offset: .2rem; }
code, pre { font-family: var(--mono); font-size: 12px; }
.muted { color: var(--muted); }
section { margin-top: 32px; }
section > h2 { font-size: 16px; font-weight: 600; margin: 0 0 8px; }
.box { border: 1px solid var(--line); border-radius: 6px; overflow: auto; }
.box > .content { padding: 16px; }

header h1 { font-size: 24px; font-weight: 400; margin: 0 0 4px; }
header p { margin: 0 0 12px; }
.facts { display: flex; flex-wrap: wrap; gap: 8px 20px; align-items: center; padding-bottom: 16px; border-bottom: 1px solid var(--line); }
.badge { display: inline-block; color: #ffffff; border-radius: 2em; padding: 4px 12px; font-weight: 500; background: #59636e; }
.badge.success { background: #1f883d; }
.badge.failure { background: #cf222e; }

.log { background: #0d1117; color: #e6edf3; border: 1px solid light-dark(#0d1117, #3d444d); border-radius: 6px; padding: 12px 0; max-height: 70vh; overflow: auto; }
.log + .log { margin-top: 8px; }
.log .line { display: flex; line-height: 20px; padding-right: 12px; }
.log .line:hover { background: #1c2128; }
.log .line i { flex: none; width: 48px; padding-right: 12px; text-align: right; font: 12px/20px var(--mono); color: #8b949e; user-select: none; }
.log .line code { white-space: pre-wrap; min-height: 20px; unicode-bidi: isolate; line-height: 20px; }
.log summary { list-style: none; cursor: pointer; }
.log summary::-webkit-details-marker { display: none; }
.log details > .line code { padding-left: 16px; }
.log summary code::before { content: "▸ "; color: #8b949e; }
.log details[open] > summary code::before { content: "▾ "; }
.log .error { background: #3c1618; }
.log .error code { color: #ff7b72; }
.log .warning { background: #2e2111; }
.log .warning code { color: #e3b341; }
.log .notice code { color: #79c0ff; }
.ansi-bold { font-weight: 600; }
.ansi-dim { opacity: .65; }
.ansi-black { color: #8b949e; } .ansi-red { color: #ff7b72; } .ansi-green { color: #3fb950; } .ansi-yellow { color: #d29922; }
.ansi-blue { color: #58a6ff; } .ansi-magenta { color: #bc8cff; } .ansi-cyan { color: #39c5cf; } .ansi-white { color: #f0f6fc; }

.thread { margin: 16px; border: 1px solid var(--line); border-radius: 6px; overflow: hidden; }
.thread > .path { background: var(--subtle); padding: 8px 16px; border-bottom: 1px solid var(--line); font: 12px/1.5 var(--mono); }
.thread .diff { margin: 0; padding: 8px 0; border-bottom: 1px solid var(--line); overflow-x: auto; }
.thread .diff span { display: block; padding: 0 16px; min-height: 20px; line-height: 20px; white-space: pre; }
.thread .diff .added { background: light-dark(#dafbe1, #12261e); }
.thread .diff .removed { background: light-dark(#ffebe9, #25171c); }
.thread .diff .hunk { color: var(--muted); }
.thread > .content { padding: 8px 16px; }
pre[data-language="suggestion"] { border-left: 4px solid var(--green); }
pre[data-language="suggestion"]::before { content: "Suggested change"; display: block; color: var(--muted); font-family: var(--sans); }
.annotation { padding: 12px 16px; border-left: 4px solid var(--blue); }
.annotation + .annotation { border-top: 1px solid var(--line); }
.annotation.error { border-left-color: var(--red); }
.annotation.warning { border-left-color: var(--yellow); }
.annotation b { display: block; }
.annotation p { margin: 0; white-space: pre-wrap; unicode-bidi: isolate; }

table.outputs, table.requests { width: 100%; border-collapse: collapse; overflow-wrap: normal; }
.outputs details { overflow-wrap: anywhere; }
.outputs th, .outputs td, .requests th, .requests td { padding: 6px 12px; text-align: left; vertical-align: top; font-weight: 400; }
.outputs tr + tr > *, .requests tr + tr > * { border-top: 1px solid var(--line); }
.outputs th { width: 1%; white-space: nowrap; background: var(--subtle); }
.outputs td, .requests td { unicode-bidi: isolate; }
.outputs summary { cursor: pointer; }
.outputs pre { margin: 8px 0 0; padding: 12px; max-height: 400px; overflow: auto; background: var(--subtle); border-radius: 6px; white-space: pre-wrap; }
.requests th { color: var(--muted); }
.requests th, .requests td:not(:last-child) { white-space: nowrap; }
.requests .failed { color: var(--red); }
.fold > summary { cursor: pointer; font-weight: 600; font-size: 16px; margin-bottom: 8px; }

.comment { display: flex; gap: 16px; }
.comment + .comment { margin-top: 16px; }
.avatar { flex: none; width: 40px; height: 40px; border-radius: 6px; background: #24292f; color: #ffffff; display: grid; place-items: center; font-size: 20px; }
.comment .box { flex: 1; min-width: 0; }
.comment .author { background: var(--subtle); border-bottom: 1px solid var(--line); padding: 8px 16px; color: var(--muted); }
.comment .author b { color: var(--text); }
@media (max-width: 544px) { .comment > .avatar { display: none; } }
.label { border: 1px solid var(--line); border-radius: 2em; padding: 0 7px; font-size: 12px; }

.markdown-body { font-size: 14px; unicode-bidi: isolate; }
.markdown-body pre.mermaid { background: none; border: 1px solid var(--line); }
.markdown-body .mention { color: var(--text); background: light-dark(#fff8c5, #bb800926); }
`;
