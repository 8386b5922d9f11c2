// Every outcome of moderation, as a table: label × what the viewer wants × where it sits → what the page does.
// Held against bsky.app/moderation and the label definitions of com.atproto.label.defs.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { interpretLabelValueDefinition, type LabelPreference } from '@atproto/api'
import { publicModeration } from './find-moderation.ts'
import type { Lens } from './lens.ts'
import { toPost } from './to-post.ts'

const author = 'did:plc:abcdefghijklmnopqrstuvwx'
const me = 'did:plc:meeeeeeeeeeeeeeeeeeeeeee'
const labeler = 'did:plc:labelerlabelerlabelerabc'
const stranger = 'did:plc:strangerstrangerstranger'
const uri = `at://${author}/app.bsky.feed.post/3kaaaaaaaaaaa`
const embed = { $type: 'app.bsky.embed.images#view', images: [{ thumb: 'https://cdn.example/t', alt: '' }] }

type Severity = 'alert' | 'inform' | 'none'
type Blurs = 'content' | 'media' | 'none'
const severities: Severity[] = ['alert', 'inform', 'none']
const kinds: Blurs[] = ['content', 'media', 'none']
const define = (identifier: string, severity: Severity, blurs: Blurs, adultOnly = false) =>
  interpretLabelValueDefinition(
    {
      identifier,
      severity,
      blurs,
      adultOnly,
      defaultSetting: 'warn',
      locales: [{ lang: 'en', name: identifier, description: '' }],
    },
    labeler,
  )
const definitions = [
  ...severities.flatMap((severity) => kinds.map((blurs) => define(`${severity}-${blurs}`, severity, blurs))),
  define('adult-media', 'none', 'media', true),
]

type Wish = { as?: string | undefined; adult?: boolean; settings?: Record<string, LabelPreference> }

function lensOf({ as = me, adult = true, settings = {} }: Wish): Lens {
  const rules = publicModeration()
  const prefs = {
    ...rules.moderation.prefs,
    adultContentEnabled: adult,
    labels: { ...rules.moderation.prefs.labels, ...settings },
    labelers: [...rules.moderation.prefs.labelers, { did: labeler, labels: settings }],
  }
  const viewerDid = as === 'nobody' ? undefined : as
  const moderation = { userDid: viewerDid, prefs, labelDefs: { [labeler]: definitions } }
  return { viewerDid, acts: { recall: () => undefined }, ...rules, moderation }
}

type On = 'post' | 'account' | 'profile'

function viewOf(val: string, on: On, src: string) {
  const subject = { post: uri, account: author, profile: `at://${author}/app.bsky.actor.profile/self` }[on]
  const labels = [{ src, uri: subject, val, cts: '2026-01-01T00:00:00Z' }]
  return {
    ...{ uri, cid: 'bafyreia', embed, indexedAt: '2026-01-02T03:04:06.000Z' },
    author: { did: author, handle: 'ana.example.net', ...(on === 'post' ? {} : { labels }) },
    record: { $type: 'app.bsky.feed.post', text: 'Hello', createdAt: '2026-01-02T03:04:05.000Z' },
    ...(on === 'post' ? { labels } : {}),
  }
}

/** What the page does, in words: `gone`, or any of filter, veil, media, note, with ! where it may not be opened. */
function outcome(val: string, on: On, src: string, wish: Wish): string {
  const post = toPost(viewOf(val, on, src), lensOf(wish))
  if (post.kind === 'gone') return `gone: ${post.reason}`
  const [pictures] = post.embeds
  const veilOf = (name: string, veil: { isLocked: boolean } | undefined) => veil && (veil.isLocked ? `${name}!` : name)
  const words = [
    post.isFiltered && 'filter',
    veilOf('veil', post.veil),
    veilOf('media', pictures?.kind === 'pictures' ? pictures.veil : undefined),
    post.notes.length > 0 && 'note',
  ]
  return words.filter(Boolean).join(' ') || 'shown'
}

type Row = [val: string, on: On, src: string, wish: Wish, expected: string]
const wishes: LabelPreference[] = ['ignore', 'warn', 'hide']

/** What a labeler's own label does on a post and on an account, for somebody who ignores, warns, hides. */
const custom: [names: string[], post: string[], account: string[]][] = [
  [severities.map((it) => `${it}-content`), ['shown', 'veil', 'filter veil'], ['shown', 'veil', 'filter veil']],
  [severities.map((it) => `${it}-media`), ['shown', 'media', 'filter media'], ['shown', 'shown', 'filter']],
  [['alert-none'], ['shown', 'note', 'filter note'], ['shown', 'note', 'filter note']],
  [['inform-none'], ['shown', 'note', 'filter note'], ['shown', 'shown', 'filter']],
  [['none-none'], ['shown', 'shown', 'filter'], ['shown', 'shown', 'filter']],
  [['adult-media'], ['shown', 'media', 'filter media'], ['shown', 'shown', 'filter']],
]
const customRows = custom.flatMap(([names, post, account]) =>
  names.flatMap((val) =>
    wishes.flatMap((wish, at): Row[] => [
      [val, 'post', labeler, { settings: { [val]: wish } }, post[at] ?? ''],
      [val, 'account', labeler, { settings: { [val]: wish } }, account[at] ?? ''],
      [val, 'profile', labeler, { settings: { [val]: wish } }, 'shown'],
    ]),
  ),
)

/** Labels that mean the same everywhere, on the media of a post: with adult content on, then off. */
const media: [val: string, on: string[], off: string[]][] = [
  ['porn', ['shown', 'media', 'filter media'], ['filter media!', 'filter media!', 'filter media!']],
  ['sexual', ['shown', 'media', 'filter media'], ['filter media!', 'filter media!', 'filter media!']],
  ['graphic-media', ['shown', 'media', 'filter media'], ['filter media!', 'filter media!', 'filter media!']],
  ['nudity', ['shown', 'media', 'filter media'], ['shown', 'media', 'filter media']],
]
const mediaRows = media.flatMap(([val, on, off]) =>
  wishes.flatMap((wish, at): Row[] => [
    [val, 'post', author, { settings: { [val]: wish } }, on[at] ?? ''],
    [val, 'post', author, { adult: false, settings: { [val]: wish } }, off[at] ?? ''],
  ]),
)

const rows: Row[] = [
  ...customRows,
  ...mediaRows,
  ['adult-media', 'post', labeler, { adult: false }, 'filter media!'],
  // Nothing opens what moderators hide; whoever wrote it still sees it.
  ['!hide', 'post', labeler, {}, 'filter veil!'],
  ['!hide', 'account', labeler, {}, 'filter veil!'],
  ['!hide', 'post', labeler, { as: 'nobody' }, 'filter veil!'],
  ['!hide', 'post', labeler, { as: author }, 'veil'],
  ['!hide', 'account', labeler, { as: author }, 'veil'],
  ['!hide', 'profile', labeler, {}, 'shown'],
  ['!warn', 'post', labeler, {}, 'veil'],
  ['!warn', 'account', labeler, { as: 'nobody' }, 'veil'],
  ['!warn', 'profile', labeler, {}, 'shown'],
  // An author cannot hide by the moderators' labels, but may keep strangers out.
  ['!hide', 'post', author, {}, 'shown'],
  ['!warn', 'account', author, {}, 'shown'],
  ...(['post', 'account', 'profile'] as const).flatMap((on): Row[] => [
    ['!no-unauthenticated', on, author, { as: 'nobody' }, 'gone: signed-in-only'],
    ['!no-unauthenticated', on, author, {}, 'shown'],
    ['!no-unauthenticated', on, author, { as: author }, 'shown'],
  ]),
  // Own posts are never left out of one's own lists, and always open.
  ['alert-content', 'post', labeler, { as: author, settings: { 'alert-content': 'hide' } }, 'veil'],
  ['porn', 'post', author, { as: author, adult: false }, 'media'],
  // Labels of nobody the viewer listens to, and labels that nobody has defined, do nothing.
  ['alert-content', 'post', stranger, {}, 'shown'],
  ['unknown-thing', 'post', labeler, {}, 'shown'],
  ['alert-content', 'post', author, {}, 'shown'],
]

for (const [val, on, src, wish, expected] of rows) {
  const by = src === author ? 'its author' : src === labeler ? 'a labeler' : 'a stranger'
  test(`${val} on the ${on} by ${by}, ${JSON.stringify(wish)}: ${expected}`, () => {
    assert.equal(outcome(val, on, src, wish), expected)
  })
}
