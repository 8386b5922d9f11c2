import assert from 'node:assert/strict'
import { test } from 'node:test'
import { postToMarkdown } from './post-to-markdown.ts'

const uri = 'at://did:plc:ines/app.bsky.feed.post/3k'
const createdAt = '2026-11-21T09:14:00.000Z'
const page = 'https://bsky.app/profile/did:plc:ines/post/3k'

test('a post with everything', () => {
  const text = 'See this, 1*2*3\n- no list\n2. nor this'
  const facets = [
    {
      index: { byteStart: 4, byteEnd: 8 },
      features: [{ $type: 'app.bsky.richtext.facet#link', uri: 'https://a.example/(x)' }],
    },
  ]
  const other = 'at://did:plc:other/app.bsky.feed.post/3j'
  const media = { $type: 'app.bsky.embed.images', images: [{ alt: 'A [train]\nat night' }, {}] }
  const embed = { $type: 'app.bsky.embed.recordWithMedia', record: { record: { uri: other } }, media }
  const reply = { parent: { uri: other } }
  const address = 'https://bsky.app/profile/did:plc:other/post/3j'
  assert.equal(
    postToMarkdown(uri, { text, facets, embed, reply, createdAt, tags: ['rail'] }),
    `
---

## [2026-11-21 09:14](${page})

*In reply to [${address}](${address})*

See [this](https://a.example/%28x%29), 1\\*2\\*3  \n\\- no list  \n\\2. nor this

> Picture: A \\[train\\] at night

> Picture: without a description

> Quote: [${address}](${address})

\\#rail
`,
  )
})

test('nothing that a record says becomes markup', () => {
  const text = '<script>alert(1)</script> [x](javascript:alert(1))'
  const embed = {
    $type: 'app.bsky.embed.external',
    external: { uri: 'javascript:alert(1)', title: '](x)', description: '# h' },
  }
  const markdown = postToMarkdown(uri, { text, embed, createdAt })
  assert.doesNotMatch(markdown, /[^\\]<script|[^\\]\]\(javascript/)
  assert.match(markdown, /\\# h/)
})

for (const record of [
  undefined,
  null,
  7,
  [],
  {},
  { text: 7, embed: 7, reply: 7, tags: 7, createdAt: 7 },
  { embed: {} },
]) {
  test(`a record that is ${JSON.stringify(record)}`, () => assert.match(postToMarkdown(uri, record), /^\n---\n/))
}
