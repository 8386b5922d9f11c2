// What a file is, told by its first bytes: names and the types that browsers send are only claims.

/** `refusal` says why a file of this kind is not taken. */
export type Sniffed =
  | { kind: 'picture' | 'gif' | 'video' | 'captions'; mime: string }
  | { kind: 'other'; refusal: string }

/** As many bytes as are looked at. */
export const headLength = 512

const heic = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1'])
const heicRefusal =
  'HEIC pictures cannot be read here. Save it as JPEG first; on an iPhone, choose “Most Compatible” under Camera, Formats.'

export function sniffFile(head: Buffer): Sniffed {
  const is = (bytes: string, at = 0) => head.subarray(at, at + bytes.length).equals(Buffer.from(bytes, 'latin1'))
  if (is('\xff\xd8\xff')) return { kind: 'picture', mime: 'image/jpeg' }
  if (is('\x89PNG\r\n\x1a\n')) return { kind: 'picture', mime: 'image/png' }
  if (is('GIF87a') || is('GIF89a')) return { kind: 'gif', mime: 'image/gif' }
  if (is('RIFF') && is('WEBP', 8)) return { kind: 'picture', mime: 'image/webp' }
  if (is('ftyp', 4)) return sniffBrand(head.toString('latin1', 8, 12))
  if (['moov', 'mdat', 'wide', 'free', 'skip'].some((type) => is(type, 4)))
    return { kind: 'video', mime: 'video/quicktime' }
  if (is('\x1a\x45\xdf\xa3')) return sniffMatroska(head)
  if (is('\x00\x00\x01\xba') || is('\x00\x00\x01\xb3')) return { kind: 'video', mime: 'video/mpeg' }
  if (/^(\xef\xbb\xbf)?WEBVTT(\s|$)/.test(head.toString('latin1', 0, 10))) return { kind: 'captions', mime: 'text/vtt' }
  return { kind: 'other', refusal: describeOther(head) }
}

/** The major brand of an ISO base media file (ISO 14496-12 §4.3). */
function sniffBrand(brand: string): Sniffed {
  if (brand === 'avif' || brand === 'avis') return { kind: 'picture', mime: 'image/avif' }
  if (heic.has(brand)) return { kind: 'other', refusal: heicRefusal }
  if (brand.startsWith('M4A') || brand.startsWith('M4B'))
    return { kind: 'other', refusal: 'Sound alone cannot be posted.' }
  return { kind: 'video', mime: brand === 'qt  ' ? 'video/quicktime' : 'video/mp4' }
}

function sniffMatroska(head: Buffer): Sniffed {
  if (head.includes('webm')) return { kind: 'video', mime: 'video/webm' }
  return { kind: 'other', refusal: 'Matroska videos are not taken. MP4, WebM and MOV are.' }
}

function describeOther(head: Buffer): string {
  const text = head.toString('utf8').trimStart().toLowerCase()
  if (head.length === 0) return 'The file is empty.'
  if (/<svg/.test(text)) return 'SVG drawings are not taken, because they can hold scripts. Save it as PNG.'
  if (/^<(!doctype|html|\?xml|script|body|head)/.test(text)) return 'This is a web page, whatever its name says.'
  return 'This is no picture and no video that can be posted. JPEG, PNG, WebP, AVIF, GIF, MP4, WebM and MOV are taken.'
}
