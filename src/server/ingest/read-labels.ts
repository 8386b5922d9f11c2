// Frame of com.atproto.label.subscribeLabels → labels, every field checked.
import { BadFrame } from './bad-frame.ts'
import { type Frame, isObject, isSeq } from './read-frame.ts'

/** com.atproto.label.defs#label. `uri` is the at-uri of a post or a DID; `exp` in ms. */
export type Label = { uri: string; src: string; val: string; neg: boolean; exp: number | undefined }

const subject =
  /^(did:[a-z]+:[a-zA-Z0-9._:%-]{1,240}|at:\/\/did:[a-z]+:[a-zA-Z0-9._:%-]{1,240}\/app\.bsky\.feed\.post\/[a-zA-Z0-9._~:-]{1,512})$/
const value = /^!?[a-zA-Z-]{1,128}$/
const mostLabels = 5000

/** @returns undefined for a frame that carries none. @throws BadFrame */
export function readLabels(frame: Frame): { seq: number; labels: Label[] } | undefined {
  if (!('body' in frame) || frame.kind !== '#labels') return undefined
  const { seq, labels } = frame.body
  if (!isSeq(seq)) throw new BadFrame('seq is no positive whole number')
  if (!Array.isArray(labels) || labels.length > mostLabels) throw new BadFrame('labels are no list within bounds')
  return { seq, labels: labels.flatMap(readLabel) }
}

/** Labels of other things, and those that are none, are somebody else's business. */
function readLabel(label: unknown): Label[] {
  if (!isObject(label)) return []
  const { uri, src, val, neg, exp } = label
  if (typeof uri !== 'string' || !subject.test(uri)) return []
  if (typeof src !== 'string' || !src.startsWith('did:') || typeof val !== 'string' || !value.test(val)) return []
  const until = typeof exp === 'string' ? Date.parse(exp) : Number.NaN
  return [{ uri, src, val, neg: neg === true, exp: Number.isNaN(until) ? undefined : until }]
}
