// What /api does with a definition that is no feed yet: try it on posts.
import { z } from 'zod'
import { type Definition, type Mistake, parseDefinition } from '#feeds/definition.ts'
import { testDefinition } from '../reads/test-definition.ts'
import { type Operation, takeBody } from './operation.ts'

const mostPosts = 50
const anyone = 'did:plc:aaaaaaaaaaaaaaaaaaaaaaaa'

const post = z.union(
  [
    z.strictObject({ uri: z.string().regex(/^at:\/\/did:[^/]{1,300}\/app\.bsky\.feed\.post\/[^/]{1,300}$/) }),
    z.strictObject({
      record: z.record(z.string(), z.unknown()).describe('app.bsky.feed.post; createdAt may be left out'),
      did: z.string().max(300).default(anyone).describe('Whose post it would be'),
    }),
  ],
  'A post is {"uri": "at://…"} or {"record": {"text": "…"}}.',
)

export const testRequestSchema = z.strictObject({
  definition: z.unknown(),
  posts: z
    .array(post, 'Posts must be a list.')
    .min(1, 'Name a post.')
    .max(mostPosts, `Name at most ${mostPosts} posts.`),
})

export const testAnswerSchema = z.object({
  posts: z.array(
    z.object({
      uri: z.string().nullable(),
      isIn: z.boolean().describe('It is in the feed'),
      mayComeIn: z.boolean().describe('It is not yet: likes, for example, are still to come'),
      why: z.string().optional().describe('In sentences'),
      problem: z.string().optional().describe('Why nothing can be said'),
    }),
  ),
})

type TestRequest = Omit<z.infer<typeof testRequestSchema>, 'definition'> & { definition: Definition }

export const testOperations: Operation[] = [
  {
    ...{ id: 'testDefinition', method: 'POST', path: '/api/feeds/test', needs: 'read', takes: 'TestRequest' },
    summary: 'Try a definition on posts',
    detail:
      'Nothing is kept. Rates, counts, public lists and follows, which only the stream knows, are taken for unknown.',
    gives: { status: 200, schema: 'TestAnswer' },
    ...takeBody(readTest, async ({ ctx, viewer, body: { definition, posts } }) => ({
      body: { posts: await testDefinition(ctx, viewer, definition, posts) },
    })),
  },
]

function readTest(body: unknown): { feed: TestRequest } | { mistakes: Mistake[] } {
  const request = testRequestSchema.safeParse(body)
  const read = parseDefinition(
    typeof body === 'object' && body !== null && 'definition' in body ? body.definition : body,
  )
  const inside = 'mistakes' in read ? read.mistakes : []
  const mistakes = [
    ...(request.success ? [] : request.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }))),
    ...inside.map(({ path, message }) => ({ path: path ? `definition.${path}` : 'definition', message })),
  ]
  if (request.success && 'definition' in read) return { feed: { ...request.data, definition: read.definition } }
  return { mistakes }
}
