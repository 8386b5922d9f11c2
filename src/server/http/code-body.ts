// Bodies in the best coding that whoever asks takes (RFC 9110 §12.5.3).
import { promisify } from 'node:util'
import { brotliCompress, brotliCompressSync, constants, gzip, gzipSync } from 'node:zlib'

export type Coding = 'br' | 'gzip'

const codings: Coding[] = ['br', 'gzip']
const quality = (level: number) => ({ params: { [constants.BROTLI_PARAM_QUALITY]: level } })

/** What `accepted` (Accept-Encoding) names without conditions; undefined for none, which is always taken. */
export function chooseCoding(accepted: string | string[] | null | undefined): Coding | undefined {
  const names = String(accepted ?? '')
    .split(',')
    .map((name) => name.trim())
  return codings.find((coding) => names.includes(coding))
}

/** As small as can be, for what is sent to many. */
export function codeForMany(body: Uint8Array, coding: Coding): Promise<Buffer> {
  return coding === 'br' ? promisify(brotliCompress)(body, quality(9)) : promisify(gzip)(body, { level: 9 })
}

/** For what is sent once: a quarter of a millisecond for a page, which is less than it takes to hand it to a thread. */
export function codeForOne(body: Uint8Array, coding: Coding): Buffer<ArrayBuffer> {
  if (coding === 'gzip') return gzipSync(body, { level: 3 })
  const { params } = quality(3)
  // The window of its own choice, 4 MB, is fetched from the system for each page and given back.
  const memory = { [constants.BROTLI_PARAM_LGWIN]: 17, [constants.BROTLI_PARAM_SIZE_HINT]: body.length }
  return brotliCompressSync(body, { params: { ...params, ...memory } })
}
