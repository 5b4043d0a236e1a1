/** A line that guards money, secrets or trust, and what breaks it. */
export interface Guard {
  /** What nobody notices any more once it is broken. */
  readonly what: string;
  /** Under `src/`. */
  readonly file: string;
  /** Occurs exactly once in the file. */
  readonly from: string;
  readonly to: string;
  /** What has to be broken as well, in the same file: one guard alone would do. */
  readonly and?: { readonly from: string; readonly to: string };
  /** Which tests have to notice: parts of their file names, as `vitest run` takes them. */
  readonly tests: readonly string[];
}

export const GUARDS: readonly Guard[] = [
  // Money: one request makes one run, and none is left behind.
  {
    what: 'a create request is announced to the post phase before it is sent',
    file: 'runs/create.ts',
    from: 'sending: () => ledger.sending(record),',
    to: 'sending: () => undefined,',
    tests: ['scenarios/create', 'lifecycle/kills', 'lifecycle/lost-answers', 'lifecycle/full-disk'],
  },
  {
    what: 'an earlier run that cannot be looked for refuses the step',
    file: 'runs/overlap.ts',
    from: "if (findings.kind === 'unclear') throw cannotTell(findings.why);\n    if (findings.kind === 'none') return undefined;",
    to: "if (findings.kind !== 'found') return undefined;",
    tests: ['overlap'],
  },
  {
    what: 'an earlier run whose cancellation was only accepted still stands in the way',
    file: 'runs/overlap.ts',
    from: "if (cancellation.kind !== 'over') throw stillActive(id);",
    to: "if (cancellation.kind === 'failed') throw stillActive(id);",
    tests: ['overlap'],
  },
  {
    what: 'a cancellation counts only once the run is seen to have ended',
    file: 'runs/cancel.ts',
    from: "if (run?.stage === 'ended') {",
    to: 'if (run !== undefined) {',
    tests: ['lifecycle/cancel', 'scenarios/cancel'],
  },
  {
    what: 'the post phase cleans up after a step that was killed',
    file: 'post.ts',
    from: 'if (state !== undefined) await finish(state, env, secrets, log);',
    to: '',
    tests: ['lifecycle/kills', 'lifecycle/clean-up', 'scenarios/reply-kills'],
  },
  {
    what: 'the post phase looks for the run of a create request that had no answer',
    file: 'cleanup.ts',
    from: 'const isMissing = record.runId === undefined && !isDone;',
    to: 'const isMissing = false as boolean;',
    tests: ['lifecycle/kills', 'lifecycle/lost-answers', 'lifecycle/clean-up'],
  },
  {
    what: 'a run that reached the spend limit is cancelled',
    file: 'runs/spend-limit.ts',
    from: 'return this.used >= this.#limit;',
    to: 'return false;',
    tests: ['scenarios/spend'],
  },
  {
    what: 'a further attempt counts against the same spend limit',
    file: 'runs/conclude.ts',
    from: 'return isWorthAnother(latest) && spend?.isReached !== true;',
    to: 'return true;',
    tests: ['scenarios/spend', 'attempts', 'lifecycle'],
  },
  {
    what: 'the loop guard refuses the step when it cannot tell',
    file: 'gate/own-pull-request.ts',
    from: "if (listed.kind === 'unclear') throw cannotTell(listed.why);",
    to: "if (listed.kind === 'unclear') return;",
    tests: ['gate/'],
  },
  // Trust: who may start an agent, and what is whose.
  {
    what: 'an event that does not say who is behind it starts nothing',
    file: 'gate/gate.ts',
    from: "if (judged.kind === 'unknown') {",
    to: "if (judged.kind === 'unknown') return;\n  if (judged.kind === undefined) {",
    tests: ['gate/'],
  },
  {
    what: 'a comment of this action starts nothing',
    file: 'gate/gate.ts',
    from: "if ([comment, review].some((said) => isOurs(text(object(said).body) ?? ''))) {",
    to: 'if (event.name === undefined) {',
    tests: ['gate/'],
  },
  {
    what: "a marker in somebody else's comment is not taken for ours",
    file: 'github/comments.ts',
    from: 'isBy(page.viewer.login, node) && opensWith',
    to: 'opensWith',
    tests: ['scenarios/comment', 'scenarios/forged', 'telling', 'emulator', 'scenarios'],
  },
  {
    what: 'a marker counts only at the beginning of a comment',
    file: 'github/marker.ts',
    from: 'markers.some((marker) => body.startsWith(marker))',
    to: 'markers.some((marker) => body.includes(marker))',
    tests: ['scenarios/comment', 'scenarios'],
  },
  {
    what: 'a key cannot end the HTML comment of a marker',
    file: 'github/marker.ts',
    from: "encodeURIComponent(key).replaceAll('-', '%2D')",
    to: 'key',
    tests: ['gate/long-keys', 'scenarios/comment', 'telling', 'scenarios'],
  },
  {
    what: 'files are not downloaded over plain HTTP',
    file: 'oz/download.ts',
    from: "if (target.protocol === 'https:' || (mayBePlain && target.protocol === 'http:')) return target;",
    to: "if (target.protocol.startsWith('http') || mayBePlain) return target;",
    tests: ['evidence', 'lifecycle/http', 'scenarios'],
  },
  {
    what: 'nothing is written through a link that was planted',
    file: 'publish/evidence.ts',
    from: 'if (realPath(folder).normalize() === folder.normalize()) return;',
    to: 'if (folder !== realPath("/")) return;',
    tests: ['telling/evidence', 'scenarios/evidence', 'scenarios/artifact'],
  },
  {
    what: 'a file that an input names is inside the workspace',
    file: 'inputs/files.ts',
    from: 'const real = realPath(path.resolve(root, file));',
    to: 'const real = path.resolve(root, file);',
    tests: ['scenarios/bad-inputs', 'scenarios/inputs', 'scenarios/files', 'scenarios/attach'],
  },
  {
    what: 'an input file does not lead into .git',
    file: 'inputs/files.ts',
    from: 'if (isGit(parts)) {',
    to: 'if (isGit(parts) && parts.length === 0) {',
    tests: ['scenarios/bad-inputs', 'scenarios/files', 'scenarios'],
  },
  {
    what: 'in a public repository a link that lets edit is not shown',
    file: 'report/session-link.ts',
    from: "return !isPublic || !(sharesEditing || run.config.publicAccess === 'EDITOR');",
    to: 'return run.config !== undefined || isPublic || sharesEditing;',
    tests: ['scenarios/session', 'lifecycle/secrets', 'telling/planted', 'scenarios'],
  },
  // Secrets.
  {
    what: 'outputs are redacted before they are cut',
    file: 'publish/outputs.ts',
    from: 'this.#secrets.redactData(report)',
    to: 'report',
    tests: ['telling/planted-secrets', 'scenarios/leaks'],
  },
  {
    what: 'the summary is redacted before it is cut',
    file: 'report/markdown.ts',
    from: 'largest = MAX_SUMMARY): string {\n  const report = secrets.redactData(unredacted);',
    to: 'largest = MAX_SUMMARY): string {\n  const report = unredacted;',
    tests: ['telling/planted-secrets', 'scenarios/leaks', 'lifecycle/secrets'],
  },
  {
    what: 'the post phase knows the secrets of the step',
    file: 'post.ts',
    from: 'registerSecrets(env, secrets);',
    to: '',
    tests: ['scenarios/leaks', 'telling/planted-secrets', 'lifecycle/secrets', 'scenarios'],
  },
  {
    what: 'the values of MCP servers are secrets',
    file: 'report/session-link.ts',
    from: 'secrets.addMcpServers(object(run.raw.agent_config).mcp_servers);',
    to: '',
    tests: ['scenarios/leaks', 'telling/planted-secrets', 'lifecycle/secrets', 'scenarios'],
  },
  {
    what: 'a commit status is redacted before it is cut',
    file: 'report/status.ts',
    from: 'const { failure, last, outcome } = secrets.redactData(report);',
    to: 'const { failure, last, outcome } = report;',
    and: {
      from: 'cut(secrets.redact(line), MAX_DESCRIPTION - 1)',
      to: 'secrets.redact(cut(line, MAX_DESCRIPTION - 1))',
    },
    tests: ['telling/planted-secrets', 'scenarios/status', 'scenarios/leaks'],
  },
  {
    what: 'a finding is redacted before it is escaped',
    file: 'report/review-text.ts',
    from: 'const { finding, anchor } = secrets.redactData(placed);',
    to: 'const { finding, anchor } = placed;',
    tests: ['telling/planted-secrets', 'review/', 'scenarios/review'],
  },
  {
    what: 'no more than half a value stays in a file when the disk is full',
    file: 'lib/runner.ts',
    from: 'if (file && before?.isFile()) truncateSync(file, before.size);',
    to: '',
    tests: ['lifecycle/full-disk'],
  },
  {
    what: 'the post phase starts when something is left, and only then',
    file: 'saved-state.ts',
    from: '    !state.isReported ||\n',
    to: '',
    tests: ['lifecycle/saved-state', 'lifecycle/kills', 'lifecycle/clean-up', 'scenarios/signals'],
  },
  {
    what: 'the post phase does not start when nothing is left',
    file: 'saved-state.ts',
    from: 'state.pendingStatus !== undefined ||',
    to: 'state.runs.length > 0 ||',
    tests: ['scenarios/success', 'scenarios/status'],
  },
  {
    what: 'what an app wrote in the name of a person is judged as the app',
    file: 'gate/people.ts',
    from: 'subject.performed_via_github_app ?',
    to: 'subject.performed_via_github_app === false ?',
    tests: ['gate/'],
  },
  {
    what: 'a second comment of the same step goes',
    file: 'github/own-comment.ts',
    from: 'for (const one of younger) await this.#store.remove(one, signal);',
    to: '',
    tests: ['scenarios/comment', 'telling/', 'scenarios/reply'],
  },
  {
    what: 'a pull request that is not listed yet is waited for',
    file: 'runs/artifact-lag.ts',
    from: 'while (isMissing() && clock.now() < deadline) await readLater(record, deps);',
    to: 'isMissing();',
    tests: ['lifecycle/', 'scenarios/endings'],
  },
];
