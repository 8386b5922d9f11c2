// Captions as somebody sends them → text that players take (WebVTT), or what is wrong with it.

/** app.bsky.embed.video#caption, in bytes. */
export const longestCaptions = 20_000

const timing = /^((\d{2,}:)?[0-5]\d:[0-5]\d\.\d{3})[ \t]+-->[ \t]+((\d{2,}:)?[0-5]\d:[0-5]\d\.\d{3})([ \t].*)?$/

/** `problem` is a sentence. */
export function readCaptions(bytes: Buffer): { text: string; cues: number } | { problem: string } {
  if (bytes.length > longestCaptions) {
    return { problem: `These captions take ${bytes.length} bytes, and the network takes ${longestCaptions}.` }
  }
  const text = decode(bytes)
  if (text === undefined) return { problem: 'These captions are not in UTF-8.' }
  if (!/^WEBVTT(\s|$)/.test(text)) return { problem: 'Captions must be a WebVTT file, which begins with WEBVTT.' }
  const lines = text.split('\n')
  const wrong = lines.findIndex((line) => line.includes('-->') && !isTiming(line))
  if (wrong >= 0) return { problem: `Line ${wrong + 1} of these captions is no time that a player understands.` }
  const cues = lines.filter((line) => line.includes('-->')).length
  return cues > 0 ? { text, cues } : { problem: 'There is not one line of captions in this file.' }
}

function decode(bytes: Buffer): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return text.includes('\0') ? undefined : text.replace(/\r\n?/g, '\n')
  } catch {
    return undefined
  }
}

function isTiming(line: string): boolean {
  const [, from, , to] = timing.exec(line) ?? []
  return from !== undefined && to !== undefined && toMs(from) < toMs(to)
}

function toMs(time: string): number {
  return time.split(':').reduce((sum, part) => sum * 60 + Number(part), 0)
}
