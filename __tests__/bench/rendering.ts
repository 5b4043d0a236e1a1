import { decodeConversation, finalMessage } from '../../src/oz/conversation.ts';
import { decodeRun } from '../../src/oz/decode.ts';
import { printActivities } from '../../src/publish/activities.ts';
import { activitiesOf } from '../../src/report/activity.ts';
import { summaryOf } from '../../src/report/markdown.ts';
import { buildReport } from '../../src/report/report.ts';
import { longConversation } from '../emulator/oz/conversation.ts';
import { openVirtualStep, type VirtualStep } from '../support/virtual-step.ts';

export interface Rendering {
  readonly what: string;
  /** Median of some rounds. */
  readonly ms: number;
  /** What came out of it: lines of the log, or bytes of Markdown. */
  readonly size: number;
}

const ROUNDS = 7;
const SENTENCE =
  'The tokenizer dropped the **closing brace** of an `empty block`, so [it](https://x.example.com) threw. ';
const PARAGRAPH = `${SENTENCE.repeat(2)}\n\n`;

/** How long the process is busy with what has no request in it. */
export async function measureRendering(): Promise<Rendering[]> {
  const step = await openVirtualStep();
  try {
    const long = JSON.stringify({ steps: longConversation('long', 5000, 10) });
    return [
      await timed('printing a conversation of 5,000 messages', () => printed(long, step)),
      await timed('the summary of a usual run', () => summarised(PARAGRAPH.repeat(10), step)),
      await timed('the largest summary that is parsed', () => summarised(PARAGRAPH.repeat(1400), step)),
    ];
  } finally {
    await step.close();
  }
}

async function timed(what: string, work: () => Promise<number> | number): Promise<Rendering> {
  const times: number[] = [];
  let size = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const began = performance.now();
    size = await work();
    times.push(performance.now() - began);
  }
  return { what, ms: times.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? 0, size };
}

/** From the bytes of the answer to the last line. */
async function printed(json: string, { parts, lines }: VirtualStep): Promise<number> {
  const before = lines.length;
  const conversation = decodeConversation(JSON.parse(json));
  if (conversation) printActivities(activitiesOf(conversation, 'messages'), parts.log);
  return lines.length - before;
}

function summarised(words: string, { parts, emulator }: VirtualStep): number {
  const id = emulator.oz.addRun({}, [{ state: 'SUCCEEDED' }]);
  const run = decodeRun(emulator.oz.run(id)?.look());
  const { ledger, event } = parts;
  const [record] = ledger.attaching([{ taskId: 'run', runId: id, onCancel: 'detach' }]);
  if (run) ledger.recordReading(run);
  const conversation = decodeConversation({
    steps: [{ messages: [{ role: 'assistant', content: [{ type: 'text', text: words }] }] }],
  });
  const text = conversation && finalMessage(conversation);
  if (record) ledger.collected(record, { text, conversation });
  return Buffer.byteLength(summaryOf(buildReport({ outcome: 'succeeded' }, undefined, ledger, event)));
}
