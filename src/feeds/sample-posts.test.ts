import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { compileFeeds } from './compile-feeds.ts'
import { type Definition, parseDefinition } from './definition.ts'
import { describeDefinition } from './describe-definition.ts'
import { explainPost } from './explain-post.ts'
import { feedTemplates } from './feed-templates.ts'
import type { Lookups } from './lookups.ts'
import { makeSampleLookups, makeSamplePosts, sampleAuthors } from './sample-posts.ts'

const now = Date.UTC(2026, 10, 21)
const person = { did: sampleAuthors.marit.did, language: 'en' }
const posts = makeSamplePosts(now)
/** Everybody is whom a template looks for. */
const lookups: Lookups = {
  ...makeSampleLookups(now),
  setsOf: () => [`follows:${person.did}`, `mutuals:${person.did}`],
}

describe('sample posts', () => {
  it('are many, differ, and are by people who can be named', () => {
    assert.ok(posts.length >= 40)
    assert.equal(new Set(posts.map(({ uri, repost }) => repost?.uri ?? uri)).size, posts.length)
    const languages = new Set(posts.flatMap(({ langs }) => langs))
    assert.ok(languages.size >= 10)
    for (const { createdAt } of posts) assert.ok(createdAt < now)
    for (const { did } of Object.values(sampleAuthors)) {
      const named: Definition = { version: 1, sources: [{ type: 'authors', dids: [did] }], filters: [] }
      assert.deepEqual(parseDefinition(named), { definition: named })
    }
  })
})

describe('templates', () => {
  it('have names of their own', () => {
    assert.equal(new Set(feedTemplates.map(({ key }) => key)).size, feedTemplates.length)
  })

  for (const { key, title, description, fill } of feedTemplates) {
    const definition = fill(person)
    it(`${key}: ${describeDefinition(definition)}`, () => {
      assert.deepEqual(parseDefinition(structuredClone(definition)), { definition })
      // As app.bsky.feed.generator has it.
      assert.ok(title.length <= 24 && description.length <= 300)
      const { match } = compileFeeds([{ feedId: 1, definition }], lookups)
      const taken = posts.filter((post) => match(post).length > 0)
      assert.ok(taken.length > 0 && taken.length < posts.length, `${taken.length} of the samples`)
      for (const post of posts) {
        assert.equal(explainPost(definition, post, { lookups }).isIn, taken.includes(post), post.text)
      }
    })
  }
})
