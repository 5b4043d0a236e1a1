/** In the built files: `from`, which stands there exactly once, becomes `to`. */
export interface Replacement {
  readonly from: string;
  readonly to: string;
}

/** Serious faults, by name, that a campaign must find soon. */
export const SABOTAGES: Readonly<Record<string, readonly Replacement[]>> = {
  'a create request is sent again without any look-up': [
    {
      from: 'const findings = await lookTwice(dated, deps, deadline);',
      to: "const findings = { kind: 'none' };",
    },
  ],
  'a gateway error is taken for a create request without effect': [
    { from: 'if (status === 409)', to: 'if (status === 409 || status >= 500)' },
  ],
  'duplicates are never looked for': [
    {
      from: 'if (ambiguousAt === undefined || request === undefined',
      to: 'if (true || request === undefined',
    },
    { from: '!(isMissing || ambiguousAt !== undefined)', to: '!isMissing' },
  ],
  'the post phase ignores a create request without an answer': [
    { from: 'const isMissing = record.runId === undefined && !isDone;', to: 'const isMissing = false;' },
  ],
  'the post phase ignores a run that was left': [
    { from: 'const isLeft = !record.isDone && record.runId !== undefined;', to: 'const isLeft = false;' },
  ],
  'the run of a step that was killed counts as refused': [
    { from: "if (kind === 'sending' && record.runId === undefined)", to: 'if (false)' },
    { from: "if (kind === 'sending' || hasMoved || hasLink)", to: 'if (hasMoved || hasLink)' },
  ],
  'the children of a run count as its duplicates': [
    { from: 'if (run.parentRunId === parentRunId)', to: 'if (true)' },
    {
      from: 'if (run.parentRunId !== undefined && run.parentRunId !== listed.parentRunId)',
      to: 'if (false)',
    },
    {
      from: 'if (run.prompt !== undefined && request.prompt !== undefined &&',
      to: 'if (false &&',
    },
  ],
  'an accepted cancel is taken for done': [
    {
      from: '(hadEnded ? cancel.readEnd() : cancel.confirm())',
      to: "cancel.readEnd().then((read) => hadEnded || !read ? read : { ...read, state: 'CANCELLED', stage: 'ended' })",
    },
  ],
  'a run that is said to have ended is believed to have': [
    { from: "if (run?.stage === 'ended') {", to: "if (run && (hadEnded || run.stage === 'ended')) {" },
  ],
  'contact is lost at the first failed reading': [
    { from: "return now - this.#outageSince >= MAX_OUTAGE ? 'lost' : 'goes-on';", to: "return 'lost';" },
  ],
  'the comment stays at work': [
    {
      from: 'const { url, isOpen } = await this.#finish(report, deadline);',
      to: 'const { url, isOpen } = {};',
    },
  ],
  'there is no summary': [{ from: 'if (inputs.summary)', to: 'if (false)' }],
};
