// Pages and documents of a folder: nothing in them needs the box.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findOlder, findPictures, rewriteDocument, rewritePage } from './rewrite-page.ts'

const picture = '/img/abcdefghijkl/thumb/cdn.example/a.jpg'
const lost = '/img/abcdefghijkl/thumb/cdn.example/lost.jpg'
const fileOf = (path: string) => (path === picture ? 'pictures/1.webp' : undefined)
const page = { file: 'page-2.html', newer: 'index.html', older: 'page-3.html', home: 'https://box.example/f/x' }
const html = `<head><meta name="robots" content="noindex"><script src="/frame.js" async></script></head>
<a class="btn" href="/f/x?key=s">Open</a><a href="/profile/a.test"><img src="${picture}" alt="A &quot;cat&quot;"></a>
<a href="${picture}"><img src="${lost}" alt="Lost &lt;b&gt;"></a><time datetime="2026-11-21T09:14:00.000Z" title="21 November">now</time><p>src="/img/x" &quot; href=&quot;/x&quot;</p>
<div class="pic"><video class="video" poster="${picture}" aria-label="Fog"><source src="/hls/x"><a href="/video/x">Fog</a></video></div>
<footer><a href="/embed/f/x?limit=30&amp;before=1" target="_self" rel="next">Older posts</a><a href="/f/x">SkyPanel</a></footer>`

test('links lead within the folder or to the network, and no script is left', () => {
  const text = rewritePage(html, page, fileOf)
  assert.doesNotMatch(text, /<script|<video|\/img\/abc|\/hls\/|\/video\/|key=s|noindex/)
  const addresses = [...text.matchAll(/ (?:href|src)="([^"]*)"/g)].map(([, address]) => address)
  for (const address of addresses) assert.match(address ?? '', /^(?!\/)/)
  assert.ok(addresses.includes('https://bsky.app/profile/a.test'))
  assert.equal(addresses.filter((address) => address === 'pictures/1.webp').length, 3)
  assert.match(text, /title="21 November">21 Nov 2026<\/time>/)
  assert.match(text, /<span class="tomb">Lost &lt;b&gt;<\/span>/)
  assert.match(text, /href="index.html" target="_self" rel="prev"/)
  assert.match(text, /href="page-3.html" target="_self" rel="next"/)
  assert.equal(text.match(/rel="next"/g)?.length, 1)
  assert.equal(findOlder(html), '/embed/f/x?limit=30&before=1')
  assert.deepEqual(findPictures(html), [picture, lost])
})

test('without an address for strangers there is no way back', () => {
  assert.match(rewritePage(html, { ...page, home: undefined }, fileOf), /<a class="btn" hidden>/)
})

test('documents name the folder, its pictures and the network', () => {
  const base = new URL('https://box.example')
  const text = `<link>https://box.example/f/x?key=s_-3</link><self>https://box.example/f/x/rss.xml</self>
<link>https://box.example/profile/a/post/3k</link><img src="https://box.example${picture}"><b>https://box.example/f/xy</b>`
  const rewritten = rewriteDocument(text, { base, slug: 'x', site: 'https://me.example/' }, fileOf)
  assert.match(rewritten, /<link>https:\/\/me\.example\/index\.html<\/link><self>https:\/\/me\.example\/rss\.xml</)
  assert.match(rewritten, /<link>https:\/\/bsky\.app\/profile\/a\/post\/3k</)
  assert.match(rewritten, /src="https:\/\/me\.example\/pictures\/1\.webp"/)
  assert.match(rewriteDocument(text, { base, slug: 'x', site: '' }, fileOf), /src="pictures\/1\.webp"/)
})
