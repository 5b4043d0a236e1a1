import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/lib/json.ts';
import { compileSchema } from '../../src/lib/json-schema.ts';

const DRAFT_7 = 'http://json-schema.org/draft-07/schema#';
const DRAFT_2020 = 'https://json-schema.org/draft/2020-12/schema';

describe('a schema that cannot be used is refused at', () => {
  it.each<[place: string, schema: JsonObject]>([
    ['/type', { type: 'objekt' }],
    ['/properties/a/type/1', { properties: { a: { type: ['string', 'text'] } } }],
    ['/required', { required: 'a' }],
    ['/properties/b/pattern', { properties: { a: { pattern: 'a' }, b: { pattern: '(' } } }],
    ['/patternProperties/(', { patternProperties: { '(': {} } }],
    ['/properties/a~1b/$ref', { properties: { 'a/b': { $ref: '#/$defs/x' } } }],
    ['/$ref', { $ref: 'https://example.com/schema.json' }],
    ['/$schema', { $schema: DRAFT_7 }],
    ['/$defs/a/$schema', { $defs: { a: { $schema: DRAFT_7 } } }],
    ['/$async', { $async: true, type: 'string' }],
    ['/properties/a/$anchor', { properties: { a: { $anchor: 'x' }, b: { $anchor: 'x' } } }],
  ])('%s', async (place, schema) => {
    await expect(compileSchema(schema)).rejects.toMatchObject({ name: 'SchemaError', place });
  });
});

describe('a schema is used', () => {
  it.each<[schema: JsonObject]>([
    [{}],
    [{ $schema: DRAFT_2020 }],
    [{ $schema: `${DRAFT_2020}#` }],
    [{ properties: { $schema: { type: 'string' }, pattern: { type: 'string' } } }],
    [{ const: { $schema: DRAFT_7, $async: true } }],
    [{ $defs: { a: { type: 'string' } }, $ref: '#/$defs/a', 'x-unknown': 1 }],
    [{ type: 'string', format: 'unheard-of' }],
  ])('%j', async (schema) => {
    await expect(compileSchema(schema)).resolves.toBeTypeOf('function');
  });
});

describe('a document', () => {
  it('that matches has no problems', async () => {
    const validate = await compileSchema({ type: 'object', properties: { day: { format: 'date' } } });
    expect(validate({ day: '2026-01-31' })).toEqual([]);
  });

  it('is told every problem with its place', async () => {
    const validate = await compileSchema({
      type: 'object',
      properties: { day: { format: 'date' }, label: { enum: ['bug', 'docs'] } },
      required: ['title'],
      additionalProperties: false,
    });
    expect(validate({ day: 'today', label: 'other', more: 1 })).toEqual([
      "`/` must have required property 'title'",
      '`/` must NOT have additional properties: "more"',
      '`/day` must match format "date"',
      '`/label` must be equal to one of the allowed values: ["bug","docs"]',
    ]);
  });

  it('that a pattern would backtrack over for ever does not match', async () => {
    const validate = await compileSchema({ type: 'string', pattern: '^(a+)+$' });
    expect(validate(`${'a'.repeat(50)}!`)).toEqual(['checking it against the schema took longer than 5 s']);
  });

  it('that exhausts the stack does not match', async () => {
    const validate = await compileSchema({
      $defs: { list: { items: { $ref: '#/$defs/list' } } },
      $ref: '#/$defs/list',
    });
    expect(validate(JSON.parse('['.repeat(100_000) + ']'.repeat(100_000)))).toEqual([
      expect.stringContaining('could not be checked'),
    ]);
  });
});
