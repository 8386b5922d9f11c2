// The schemas of the OpenAPI document (JSON Schema 2020-12), made from what checks requests and writes answers.
import { z } from 'zod'
import { feedDocument, feedPatch } from '#feeds/feed-document.ts'
import { feedSummarySchema, usageSchema } from './feed-resource.ts'
import { testAnswerSchema, testRequestSchema } from './test-operation.ts'

type JsonSchema = Record<string, unknown>

const refTo = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` })
const cursor = { type: 'string', description: 'Where the next page begins; absent on the last one' }

function convert(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  return json
}

/** Puts references in the place of what has a schema of its own. */
function withDefinition(schema: JsonSchema, definition: JsonSchema): JsonSchema {
  return { ...schema, properties: { ...(schema.properties as JsonSchema), definition } }
}

function pageOf(name: string, entry: JsonSchema): JsonSchema {
  return { type: 'object', required: [name], properties: { [name]: { type: 'array', items: entry }, cursor } }
}

/** @param definition the schema of a definition, and of what it refers to */
export function writeApiSchemas(
  definition: JsonSchema,
  more: Record<string, JsonSchema> = {},
): Record<string, JsonSchema> {
  const summary = convert(feedSummarySchema, 'output')
  const document = withDefinition(convert(feedDocument, 'input'), refTo('Definition'))
  const feed = withDefinition(summary, { anyOf: [refTo('Definition'), { type: 'null' }] })
  const text = { type: 'string' }
  const version = {
    type: 'object',
    required: ['version', 'title', 'description', 'definition', 'endedAt'],
    properties: {
      version: { type: 'integer' },
      title: text,
      description: text,
      definition: refTo('Definition'),
      endedAt: { type: 'string', format: 'date-time', description: 'When the change came that ended it' },
    },
  }
  const mistake = { type: 'object', required: ['path', 'message'], properties: { path: text, message: text } }
  return {
    Definition: definition,
    ...more,
    FeedSummary: summary,
    Feed: {
      ...feed,
      properties: { ...(feed.properties as JsonSchema), requests: convert(usageSchema, 'output') },
      required: [...((feed.required as string[]) ?? []), 'definition', 'requests'],
    },
    FeedDocument: { ...document, required: ['title', 'definition'] },
    FeedFile: { anyOf: [refTo('FeedDocument'), refTo('Definition')] },
    FeedPatch: withDefinition(convert(feedPatch, 'input'), refTo('Definition')),
    FeedList: pageOf('feeds', refTo('FeedSummary')),
    ItemList: pageOf('items', { type: 'object', required: ['uri'], properties: { uri: text } }),
    VersionList: {
      type: 'object',
      required: ['versions'],
      properties: { versions: { type: 'array', items: refTo('Version') } },
    },
    Version: version,
    TestRequest: withDefinition(convert(testRequestSchema, 'input'), refTo('Definition')),
    TestAnswer: convert(testAnswerSchema, 'output'),
    Refusal: {
      type: 'object',
      required: ['error'],
      properties: {
        error: { type: 'string', description: 'What is wrong, in a sentence' },
        mistakes: {
          type: 'array',
          items: mistake,
          description: 'What is wrong with what was sent, each with its path',
        },
      },
    },
  }
}
