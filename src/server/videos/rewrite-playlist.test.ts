import assert from 'node:assert/strict'
import { test } from 'node:test'
import { rewritePlaylist } from './rewrite-playlist.ts'

const base = new URL('https://video.example/watch/x/playlist.m3u8?session=1')
const address = (url: string) => (url.startsWith('https://video.example/') ? `/hls/${url}` : undefined)

test('every address leads here, and all else stays', () => {
  const text = [
    '#EXTM3U',
    '#EXT-X-VERSION:7',
    '#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="s",URI="subs/en.m3u8",LANGUAGE="en"',
    '#EXT-X-MAP:URI="init.mp4"',
    '#EXT-X-STREAM-INF:BANDWIDTH=1,RESOLUTION=640x360',
    '360p/video.m3u8?session=1',
    '',
    '/root.ts',
    'https://video.example/absolute.ts',
  ].join('\r\n')
  assert.equal(
    rewritePlaylist(`\uFEFF${text}`, base, address),
    [
      '#EXTM3U',
      '#EXT-X-VERSION:7',
      '#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="s",URI="/hls/https://video.example/watch/x/subs/en.m3u8",LANGUAGE="en"',
      '#EXT-X-MAP:URI="/hls/https://video.example/watch/x/init.mp4"',
      '#EXT-X-STREAM-INF:BANDWIDTH=1,RESOLUTION=640x360',
      '/hls/https://video.example/watch/x/360p/video.m3u8?session=1',
      '',
      '/hls/https://video.example/root.ts',
      '/hls/https://video.example/absolute.ts',
    ].join('\n'),
  )
})

for (const [name, text] of [
  ['what is no playlist', '<!doctype html>'],
  ['nothing', ''],
  ['one that leads elsewhere', '#EXTM3U\nhttps://evil.example/a.ts'],
  ['one with a key elsewhere', '#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI="http://169.254.169.254/"'],
  ['one with data', '#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI="data:text/plain,x"'],
] as const) {
  test(`refuses ${name}`, () => {
    assert.throws(() => rewritePlaylist(text, base, address), TypeError)
  })
}
