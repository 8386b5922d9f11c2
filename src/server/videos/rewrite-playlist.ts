// An HLS playlist (RFC 8216) whose addresses lead to this box.

/**
 * @param text the playlist, as its server sent it
 * @param base where it was
 * @param address gives the path that stands for an address; undefined when there is none
 * @throws TypeError when this is no playlist, or names what has no path here
 */
export function rewritePlaylist(text: string, base: URL, address: (url: string) => string | undefined): string {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/)
  if (!lines[0]?.startsWith('#EXTM3U')) throw new TypeError('not a playlist')
  const rewrite = (uri: string) => {
    const path = URL.canParse(uri, base.href) ? address(new URL(uri, base).href) : undefined
    if (path === undefined) throw new TypeError('a playlist that leads elsewhere')
    return path
  }
  return lines
    .map((line) => {
      if (line.startsWith('#')) return line.replace(/\bURI="([^"]*)"/g, (_, uri: string) => `URI="${rewrite(uri)}"`)
      return line.trim() === '' ? line : rewrite(line.trim())
    })
    .join('\n')
}
