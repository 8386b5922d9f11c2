// Where a page finds a picture: at its own address, or, with the proxy, at one of ours.
import type { PicturePreset } from '#types/picture-preset.ts'
import type { Config } from '../config.ts'
import { isPreset } from './presets.ts'
import { readAddress, signAddress } from './sign-address.ts'

/**
 * The `src` of the picture at `url` (absolute, http or https) in the size of `preset`: without the proxy `url`, with it
 * a path of ours. Undefined when `url` is of no host that pictures may come from (IMAGE_ORIGINS).
 */
export type PictureAddress = (url: string, preset: PicturePreset) => string | undefined

type Rules = Pick<Config, 'imageProxy' | 'imageOrigins'>

export function createPictureAddress({ imageProxy, imageOrigins }: Rules, key: Buffer): PictureAddress {
  return (url, preset) => {
    if (!URL.canParse(url) || !imageOrigins.includes(new URL(url).origin)) return undefined
    if (!imageProxy) return url
    return signAddress(key, 'img', preset, url.replace(/^https:\/\//, ''))
  }
}

/** The picture that an address of ours stands for; undefined when we did not make it, or would not make it any more. */
export function readPictureAddress(
  { imageOrigins }: Pick<Config, 'imageOrigins'>,
  key: Buffer,
  pathname: string,
): { url: string; preset: PicturePreset } | undefined {
  const found = readAddress(key, 'img', pathname)
  if (!found || !isPreset(found.name)) return undefined
  const url = found.subject.startsWith('http://') ? found.subject : `https://${found.subject}`
  if (!URL.canParse(url) || !imageOrigins.includes(new URL(url).origin)) return undefined
  return { url, preset: found.name }
}
