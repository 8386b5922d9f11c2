import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Channel, SyndicationFile } from '#types/channel.ts'
import type { Embed } from '#types/embed.ts'
import type { Post } from '#types/post.ts'
import { writeChannel } from './write-channel.ts'

const self = 'https://sky.example/profile/ines.test/rss.xml'
const site = {
  base: new URL('https://sky.example'),
  picture: (url: string, preset: string) => (url.startsWith('/f') ? `/img/${preset}${url}` : undefined),
  playlist: (url: string) => `/hls${url}`,
  file: ({ did, cid }: { did: string; cid: string }) => `/video/x/mp4/${did}/${cid}`,
}
const write = (channel: Channel, file: SyndicationFile) => writeChannel(channel, file, self, site)

function post(text: string, rest: Partial<Post> = {}): Post {
  return {
    kind: 'post',
    uri: 'at://did:plc:ines/app.bsky.feed.post/3k',
    cid: 'c',
    rkey: '3k',
    href: '/profile/ines.test/post/3k',
    author: { did: 'did:plc:ines', handle: 'ines.test', name: 'Inês & <b>', href: '/profile/ines.test' },
    tags: [],
    segments: [{ kind: 'text', text }],
    isLarge: false,
    langs: [],
    createdAt: '2026-11-20T08:00:00.000Z',
    embeds: [],
    notes: [],
    isFiltered: false,
    counts: { replies: 0, reposts: 0, likes: 0, quotes: 0 },
    viewer: { isLiked: false, isReposted: false, isBookmarked: false, isOwn: false, canReply: true, canQuote: true },
    ...rest,
  }
}
const channel = (...posts: Post[]): Channel => ({
  title: 'Inês & co <x>',
  description: ']]> both ]]>',
  href: 'https://sky.example/profile/ines.test',
  posts,
})
const pictures: Embed = {
  kind: 'pictures',
  pictures: [{ thumb: '/t.webp', full: '/f.webp?a=1&b=2', alt: 'A "kiln" <hot>', shape: 'wide' }],
}

/** The text between two marks, which must both be there. */
function between(text: string, start: string, end: string): string {
  const from = text.indexOf(start)
  assert.ok(from >= 0, `lacks ${start}`)
  return text.slice(from + start.length, text.indexOf(end, from + start.length))
}

test('RSS holds the whole post, its first picture as enclosure, and its author', () => {
  const { body, mediaType } = write(channel(post('Two\nlines', { embeds: [pictures] })), 'rss.xml')
  assert.equal(mediaType, 'application/rss+xml; charset=utf-8')
  assert.equal(
    between(body, '<content:encoded><![CDATA[', ']]>'),
    '<p dir="auto">Two<br>lines</p><p><img src="https://sky.example/img/large/f.webp?a=1&#38;b=2" alt="A &#34;kiln&#34; &#60;hot&#62;"></p>',
  )
  assert.equal(between(body, '<dc:creator>', '<'), 'Inês &amp; &lt;b&gt;')
  assert.match(
    body,
    /<enclosure length="0" type="image\/jpeg" url="https:\/\/sky\.example\/img\/full\/f\.webp\?a=1&amp;b=2"\/>/,
  )
  assert.match(body, /<guid isPermaLink="false">at:\/\/did:plc:ines\/app\.bsky\.feed\.post\/3k<\/guid>/)
  assert.match(body, /<link>https:\/\/sky\.example\/profile\/ines\.test\/post\/3k<\/link>/)
})

for (const file of ['rss.xml', 'atom.xml'] as const) {
  test(`${file}: text cannot leave its place, and what XML forbids is gone`, () => {
    const hostile = ']]> one ]]> <script>alert(1)</script> \u0000\u0008\uffff \ud800 & end'
    const { body } = write(channel(post(hostile)), file)
    assert.doesNotMatch(body, /<script>/)
    assert.equal(body.split(']]>').length - 1, body.split('<![CDATA[').length - 1, 'as many ends as beginnings')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    assert.doesNotMatch(body, /[\u0000\u0008\uffff\ud800]/)
    assert.match(between(body, '<title', '</title>'), /Inês &amp; co &lt;x&gt;/)
  })
}

test('JSON Feed 1.1 lists every picture', () => {
  const two = { ...pictures, pictures: [...pictures.pictures, ...pictures.pictures] }
  const { body } = write(channel(post('', { embeds: [two], lang: 'pt' })), 'feed.json')
  const document = JSON.parse(body)
  assert.equal(document.version, 'https://jsonfeed.org/version/1.1')
  assert.equal(document.feed_url, self)
  const [item] = document.items
  assert.equal(item.attachments.length, 2)
  assert.equal(item.attachments[0].title, 'A "kiln" <hot>')
  assert.deepEqual([item.language, item.url], ['pt', 'https://sky.example/profile/ines.test/post/3k'])
})

test('pictures and videos stand where this site has them; one that it may not show is its words', () => {
  const elsewhere = {
    ...pictures,
    pictures: [{ thumb: '/t', full: '/else.webp', alt: 'A "kiln"', shape: 'wide' as const }],
  }
  const video: Embed = {
    kind: 'video',
    playlist: '/v.m3u8',
    poster: '/f.jpg',
    captions: [],
    alt: 'Fog',
    shape: 'wide',
    isGif: false,
  }
  const avatar = { ...channel(post('', { embeds: [elsewhere, video] })), image: '/f-face.jpg' }
  const document = JSON.parse(write(avatar, 'feed.json').body)
  assert.equal(document.icon, 'https://sky.example/img/avatar-large/f-face.jpg')
  assert.deepEqual(document.items[0].attachments, [])
  assert.equal(
    document.items[0].content_html,
    '<p dir="auto"></p><p>A &#34;kiln&#34;</p><p><img src="https://sky.example/img/large/f.jpg" alt="Fog"> <a href="https://sky.example/hls/v.m3u8">Video</a></p>',
  )
})

test('what is held back stays so, also inside a quote', () => {
  const veil = { title: 'Graphic media', isLocked: false }
  const secret = post('secret words', { veil, embeds: [pictures] })
  const quoting = post('Look', { embeds: [{ kind: 'quote', post: secret }] })
  for (const each of [secret, quoting]) {
    const { body } = write(channel(each), 'feed.json')
    assert.doesNotMatch(body, /secret|f\.webp/)
    assert.match(body, /Held back: Graphic media/)
  }
})

test('a long text is a title cut between words; a post without text is named after its author', () => {
  const long = write(channel(post('word '.repeat(60))), 'rss.xml').body
  assert.match(between(long, '<title><![CDATA[', ']]>'), /^(word )+…$/)
  const none = write(channel(post('')), 'rss.xml').body
  assert.equal(between(none, '<title><![CDATA[', ']]>'), 'A post by Inês &#38; &#60;b&#62;')
})

test('videos are enclosed too, and Atom has every enclosure with its type, in the entry of its post', () => {
  const file = { did: 'did:plc:ines', cid: 'bafy' }
  const rest = { captions: [], shape: 'wide' as const, isGif: false }
  const video: Embed = { kind: 'video', file, alt: 'Fog <1>', ...rest }
  const held: Embed = { ...video, veil: { title: 'Graphic media', isLocked: false } }
  const both = channel(post('<entry><title>x</title>', { embeds: [held] }), post('Two', { embeds: [pictures, video] }))
  const { body } = write(both, 'atom.xml')
  const entries = body.split('<entry>').slice(1)
  const links = entries.map((entry) => [...entry.matchAll(/<link rel="enclosure" href="([^"]+)" type="([^"]+)"/g)])
  const last = links.at(-1)?.map(([, href, type]) => [href, type])
  assert.deepEqual(last, [
    ['https://sky.example/img/full/f.webp?a=1&#38;b=2', 'image/jpeg'],
    ['https://sky.example/video/x/mp4/did:plc:ines/bafy', 'video/mp4'],
  ])
  assert.ok(links.slice(0, -1).every((found) => found.length === 0))
  assert.match(write(channel(post('', { embeds: [video] })), 'rss.xml').body, /<enclosure length="0" type="video\/mp4"/)
})
