// Addresses of ours that stand for one address of the network: only who has the key can make one.
import { createHmac, timingSafeEqual } from 'node:crypto'

/** 72 bits: nobody guesses one over the network, and they cannot be compressed, so a page of forty should be short. */
const signatureLength = 12

/** What kind of thing the address leads to: a signature for one kind is none for another. */
type Kind = 'img' | 'hls' | 'video' | 'captions'

function sign(key: Buffer, kind: Kind, subject: string): string {
  return createHmac('sha256', key).update(`${kind} ${subject}`).digest('base64url').slice(0, signatureLength)
}

/** `/<kind>/<signature>/<name>/<subject>`; the subject stays readable, which compresses well beside DIDs on a page. */
export function signAddress(key: Buffer, kind: Kind, name: string, subject: string): string {
  const readable = encodeURIComponent(subject).replace(/%(2F|3A|40|2C)/g, decodeURIComponent)
  return `/${kind}/${sign(key, kind, subject)}/${name}/${readable}`
}

/** What an address of `signAddress` stands for; undefined when we did not make it. */
export function readAddress(key: Buffer, kind: Kind, pathname: string): { name: string; subject: string } | undefined {
  const [, found, signature = '', name = '', encoded = ''] =
    /^\/(\w+)\/([\w-]{12})\/([\w-]+)\/(.+)$/.exec(pathname) ?? []
  if (found !== kind) return undefined
  const subject = decode(encoded)
  const isOurs = subject !== undefined && timingSafeEqual(Buffer.from(sign(key, kind, subject)), Buffer.from(signature))
  return isOurs ? { name, subject } : undefined
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
