// The parts of a multipart/form-data body, as they come in (RFC 7578, RFC 2046 §5.1): nothing is held but what is needed
// to find the next boundary.
import { AppError } from '../app-error.ts'

export type MultipartEvent =
  | { kind: 'part'; name: string; fileName: string | undefined; type: string }
  | { kind: 'data'; chunk: Uint8Array }

/** The longest head of a part, in bytes. */
const longestHead = 8 * 1024
const blank = Buffer.from('\r\n\r\n')

/**
 * A `part` for each part, and its bytes as `data` after it, in as many pieces as they come.
 * @throws AppError 400 when the body is not what `contentType` says, or ends too early
 */
export async function* readMultipart(
  body: AsyncIterable<Uint8Array>,
  contentType: string,
): AsyncGenerator<MultipartEvent> {
  const boundary = /;\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(contentType)
  if (!boundary) throw broken()
  const delimiter = Buffer.from(`\r\n--${boundary[1] ?? boundary[2]}`)
  // The first boundary has no line before it.
  let held: Buffer = Buffer.from('\r\n')
  let state: 'before' | 'boundary' | 'head' | 'data' | 'end' = 'before'
  for await (const bytes of body) {
    if (state === 'end') continue
    held = Buffer.concat([held, bytes])
    for (let isHungry = false; !isHungry; ) {
      if (state === 'before' || state === 'data') {
        const at = held.indexOf(delimiter)
        const ready = at < 0 ? Math.max(0, held.length - delimiter.length + 1) : at
        if (state === 'data' && ready > 0) yield { kind: 'data', chunk: held.subarray(0, ready) }
        held = held.subarray(at < 0 ? ready : at + delimiter.length)
        isHungry = at < 0
        if (at >= 0) state = 'boundary'
      } else if (state === 'boundary') {
        isHungry = held.length < 2
        if (isHungry) continue
        const next = held.toString('latin1', 0, 2)
        if (next !== '--' && next !== '\r\n') throw broken()
        // The line end stays for the head: a part without one has an empty line in its place.
        state = next === '--' ? 'end' : 'head'
        if (state === 'end') break
      } else {
        const at = held.indexOf(blank)
        if (at > longestHead || (at < 0 && held.length > longestHead)) throw broken()
        isHungry = at < 0
        if (isHungry) continue
        yield readHead(held.toString('utf8', 0, at))
        held = held.subarray(at + blank.length)
        state = 'data'
      }
    }
  }
  if (state !== 'end') throw broken()
}

function readHead(head: string): MultipartEvent {
  const line = (name: string) => new RegExp(`^${name}:[ \\t]*(.*)$`, 'im').exec(head)?.[1] ?? ''
  const disposition = line('content-disposition')
  // Browsers write a quote and a line end as %22, %0D and %0A (HTML, "multipart/form-data").
  const value = (name: string) => {
    const found = new RegExp(`;[ \\t]*${name}="([^"]*)"`, 'i').exec(disposition)?.[1]
    return found?.replaceAll('%22', '"').replaceAll('%0D', '\r').replaceAll('%0A', '\n')
  }
  const name = value('name')
  if (!/^form-data\b/i.test(disposition) || name === undefined) throw broken()
  return { kind: 'part', name, fileName: value('filename'), type: line('content-type').trim().toLowerCase() }
}

function broken(): AppError {
  return new AppError(400, 'The form did not arrive whole. Nothing was changed; go back and send it again.')
}
