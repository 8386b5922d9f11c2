// The last words of a process: what it wrote to standard error, passed on as it comes.
import type { Readable, Writable } from 'node:stream'

const bounds = { lines: 20, characters: 4000 }

/** Passes `from` on to `to`. @returns a function that gives the last lines, the oldest first */
export function keepLastLines(from: Readable, to: Writable): () => string[] {
  let kept = ''
  from.setEncoding('utf8')
  from.on('data', (part: string) => {
    to.write(part)
    kept = `${kept}${part}`.slice(-bounds.characters)
  })
  return () =>
    kept
      .split('\n')
      .filter((line) => line.trim() !== '')
      .slice(-bounds.lines)
}
