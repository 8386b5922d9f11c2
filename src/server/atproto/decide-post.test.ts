// Decisions beside the library's, for every place of a post in which words stand.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type AppBskyFeedDefs, moderatePost } from '@atproto/api'
import { compileMutedWords } from './compile-muted-words.ts'
import { decidePost } from './decide-post.ts'
import { publicModeration } from './find-moderation.ts'
import type { Lens } from './lens.ts'

const did = 'did:plc:abcdefghijklmnopqrstuvwx'
const me = 'did:plc:meeeeeeeeeeeeeeeeeeeeeee'
const uri = `at://${did}/app.bsky.feed.post/3kaaaaaaaaaaa`
const word = { value: 'secret', targets: ['content'], actorTarget: 'exclude-following' }
const said = 'the secret plan'

const post = (part: object = {}) => ({ $type: 'app.bsky.feed.post', text: 'Hello', langs: ['en'], ...part })
const images = (alt: string, hash = '') => ({ $type: `app.bsky.embed.images${hash}`, images: [{ alt: 'no' }, { alt }] })
const gallery = (alt: string, hash = '') => {
  const $type = `app.bsky.embed.gallery#${hash ? 'viewImage' : 'image'}`
  return {
    $type: `app.bsky.embed.gallery${hash}`,
    items: [
      { $type: 'a.b.c', alt },
      { $type, alt },
    ],
  }
}
const card = (title: string, hash = '', description = 'no') => {
  return { $type: `app.bsky.embed.external${hash}`, external: { uri: 'https://example.com', title, description } }
}
const quoted = (value: object, following?: string) => ({
  $type: 'app.bsky.embed.record#viewRecord',
  uri,
  author: { did, handle: 'ben.example.net', viewer: { following } },
  value,
  labels: [{ src: did, uri, val: 'porn' }],
})
const quote = (value: object, following?: string) => {
  return { embed: { $type: 'app.bsky.embed.record#view', record: quoted(value, following) } }
}
const quoteWith = (media: object, value: object = post(), following?: string) => {
  const record = { $type: 'app.bsky.embed.record#view', record: quoted(value, following) }
  return { embed: { $type: 'app.bsky.embed.recordWithMedia#view', record, media } }
}
const both = (media: object) => ({ embed: { $type: 'app.bsky.embed.recordWithMedia', media } })
const secretTag = { index: {}, features: [{ $type: 'app.bsky.richtext.facet#tag', tag: 'Secret' }] }

const places: [string, boolean, object][] = [
  ['nowhere', false, {}],
  ['the text', true, { record: post({ text: said }) }],
  ['another kind of record', false, { record: { ...post({ text: said }), $type: 'a.b.c' } }],
  ['a tag', true, { record: post({ facets: [secretTag] }) }],
  ['a tag of the record', true, { record: post({ tags: ['secret'] }) }],
  ['a picture', true, { record: post({ embed: images(said) }) }],
  ['a gallery', true, { record: post({ embed: gallery(said) }) }],
  ['a picture’s view alone', false, { embed: images(said, '#view') }],
  ['a picture beside a quote, in the record', false, { record: post(both(images(said))) }],
  ['a view where a record belongs', false, { record: post({ embed: images(said, '#view') }) }],
  ['a gallery’s view in a quote’s record', false, quote(post({ embed: gallery(said, '#view') }))],
  ['a record where a view belongs', false, { embed: card(said) }],
  ['a card in the record alone', false, { record: post({ embed: card(said) }) }],
  ['a card', true, { embed: card(said, '#view') }],
  ['a card’s description', true, { embed: card('no', '#view', said) }],
  ['a quote', true, quote(post({ text: said }))],
  ['a quote of somebody followed', false, quote(post({ text: said }), 'at://x')],
  ['a quote’s tag', true, quote(post({ tags: ['secret'] }))],
  ['a quote’s picture', true, quote(post({ embed: images(said) }))],
  ['a quote’s gallery', true, quote(post({ embed: gallery(said) }))],
  ['a quote’s card', true, quote(post({ embed: card(said) }))],
  ['a quote’s card beside its quote', true, quote(post(both(card(said))))],
  ['a quote’s picture beside its quote', true, quote(post(both(images(said))))],
  ['a quote’s gallery beside its quote', true, quote(post(both(gallery(said))))],
  ['a quote beside media', true, quoteWith(images('no', '#view'), post({ text: said }))],
  ['the picture of a quote beside media', false, quoteWith(card('no', '#view'), post({ embed: images(said) }))],
  ['a picture beside a quote', true, quoteWith(images(said, '#view'))],
  ['a picture beside a quote of somebody followed', false, quoteWith(images(said, '#view'), post(), 'at://x')],
  ['a gallery beside a quote', true, quoteWith(gallery(said, '#view'))],
  ['a card beside a quote', true, quoteWith(card(said, '#view'))],
  ['a post of one’s own', false, { record: post({ text: said }), author: { did: me, handle: 'me.example.net' } }],
  ['a hidden post', true, { record: post({ text: said }), uri: 'at://hidden' }],
]
const labels = [{ src: did, uri, val: 'porn', cts: '' }]
const muted = { did, handle: 'ana.example.net', viewer: { muted: true, blockedBy: true }, labels }

for (const [name, expected, part] of places) {
  for (const more of [{}, { author: muted, labels }]) {
    test(`decides as the library, a muted word in ${name}${'labels' in more ? ', muted and labelled' : ''}`, () => {
      const author = { did, handle: 'ana.example.net' }
      const view = {
        uri,
        cid: 'bafyreia',
        author,
        record: post(),
        ...more,
        ...part,
      } as unknown as AppBskyFeedDefs.PostView
      const rules = publicModeration()
      const prefs = { ...rules.moderation.prefs, hiddenPosts: ['at://hidden'] }
      const moderation = { ...rules.moderation, userDid: me, prefs }
      const acts = { recall: () => undefined }
      const lens: Lens = { viewerDid: me, acts, ...rules, moderation, mutedWords: compileMutedWords([word]) }
      const ours = decidePost(view, lens)
      assert.deepEqual(ours, moderatePost(view, { ...moderation, prefs: { ...prefs, mutedWords: [word] } }))
      assert.equal(
        ours.causes.some((cause) => cause.type === 'mute-word'),
        expected,
      )
    })
  }
}
