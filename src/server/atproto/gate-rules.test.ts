// Gates read and changed: what is not about them stays.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readPostGates, setQuoting, setReplyRule } from './gate-rules.ts'

const gate = 'app.bsky.feed.threadgate'
const list = 'at://did:plc:a/app.bsky.graph.list/x'
const odd = { $type: `${gate}#moonRule` }
const record = {
  $type: gate,
  post: 'at://p',
  hiddenReplies: ['at://r'],
  allow: [odd, { $type: `${gate}#mentionRule` }],
}

test('reads gates of any shape', () => {
  assert.deepEqual(readPostGates(undefined, undefined), { canReply: 'anyone', canQuote: true })
  assert.deepEqual(readPostGates({ allow: 3 }, { embeddingRules: 'x' }), { canReply: 'anyone', canQuote: true })
  const rules = [null, { $type: `${gate}#followerRule` }, { $type: `${gate}#listRule`, list }]
  assert.deepEqual(
    readPostGates({ allow: rules }, { embeddingRules: [{ $type: 'app.bsky.feed.postgate#disableRule' }] }),
    { canReply: { allow: ['followers'], lists: [list] }, canQuote: false },
  )
})

test('changes who can reply, and keeps hidden replies and rules of unknown kinds', () => {
  assert.deepEqual(setReplyRule(record, { allow: ['following'], lists: [list] }), {
    ...record,
    allow: [{ $type: `${gate}#followingRule` }, { $type: `${gate}#listRule`, list }, odd],
  })
  assert.deepEqual(setReplyRule(record, { allow: [], lists: [] }), { ...record, allow: [] })
  const { allow: _, ...open } = record
  assert.deepEqual(setReplyRule(record, 'anyone'), open)
  assert.equal(setReplyRule(open, 'anyone'), open)
})

test('changes who can quote', () => {
  const quotes = { post: 'at://p', detachedEmbeddingUris: ['at://q'] }
  const shut = setQuoting(quotes, false)
  assert.deepEqual(shut, { ...quotes, embeddingRules: [{ $type: 'app.bsky.feed.postgate#disableRule' }] })
  assert.equal(setQuoting(shut, false), shut)
  assert.deepEqual(setQuoting(shut, true), { ...quotes, embeddingRules: [] })
  assert.equal(setQuoting(quotes, true), quotes)
})
