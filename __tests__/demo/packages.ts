import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** GitHub's own styles for Markdown, as a package: below `.markdown-body`, in the colour scheme of the system. */
export const MARKDOWN_STYLE = readFile(import.meta.resolve('github-markdown-css/github-markdown.css'));

/**
 * Draws what stands in `.mermaid`, as GitHub does. The build of Mermaid's own repository that is one file: the package
 * `mermaid` is 150 MB with all that it depends on.
 */
export function mermaidScript(): string {
  const theme = "matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'default'";
  return `${readFile(import.meta.resolve('@mermaid-js/tiny'))}
mermaid.initialize({ startOnLoad: true, securityLevel: 'strict', theme: ${theme} });`;
}

/** As a Content-Security-Policy has it. */
export function hashOf(script: string): string {
  return `'sha256-${createHash('sha256').update(script).digest('base64')}'`;
}

function readFile(url: string): string {
  return readFileSync(fileURLToPath(url), 'utf8');
}
