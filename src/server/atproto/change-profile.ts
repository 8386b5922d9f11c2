// The record of somebody's own profile (app.bsky.actor.profile), read and changed. Pure.
import type { ProfileErrors, ProfileFields, ProfileState } from '#types/profile-form.ts'
import { blobCid } from './blob-cid.ts'

export type ProfileRecord = Record<string, unknown>

const limits = { name: 64, bio: 256, pronouns: 20 }
const words = { name: 'The name', bio: 'The bio', pronouns: 'The pronouns' }
const keys = { name: 'displayName', bio: 'description', pronouns: 'pronouns', website: 'website' } as const
type Key = keyof typeof keys

function lengthOf(text: string): number {
  return [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)].length
}

/** What the record says, as a form shows it. */
export function readProfileState(record: ProfileRecord | undefined): ProfileState {
  const text = (key: Key) => (typeof record?.[keys[key]] === 'string' ? String(record[keys[key]]).slice(0, 20_000) : '')
  return {
    name: text('name'),
    bio: text('bio'),
    pronouns: text('pronouns'),
    website: text('website'),
    avatar: blobCid(record?.avatar),
    banner: blobCid(record?.banner),
  }
}

/** What is wrong with the fields, a sentence each. */
export function checkProfileFields(fields: ProfileFields): ProfileErrors {
  const errors: ProfileErrors = {}
  for (const name of ['name', 'bio', 'pronouns'] as const) {
    const length = lengthOf(fields[name].trim())
    if (length > limits[name]) errors[name] = `${words[name]} may have ${limits[name]} characters; this has ${length}.`
  }
  const address = toAddress(fields.website)
  if (fields.website.trim() !== '' && address === undefined) {
    errors.website = 'This is no address of a website. One looks like https://example.org.'
  }
  return errors
}

/** `text` as an address of the web, with https:// where nothing is said; undefined when it is none. */
export function toAddress(text: string): string | undefined {
  const typed = text.trim()
  if (typed === '' || typed.length > 2000 || /\s/.test(typed)) return undefined
  const full = /^[a-z][a-z0-9+.-]*:/i.test(typed) && !/^[^/]+:\d+(\/|$)/.test(typed) ? typed : `https://${typed}`
  if (!URL.canParse(full)) return undefined
  const url = new URL(full)
  return /^https?:$/.test(url.protocol) && url.hostname.includes('.') ? url.href.replace(/\/$/, '') : undefined
}

/**
 * `record` as `wanted` has it; an empty field is left out. Everything else stays, known or not. The very record when
 * nothing changes.
 * @param pictures the blobs that are new in it
 */
export function changeProfile(
  record: ProfileRecord | undefined,
  wanted: ProfileState,
  pictures: { avatar?: unknown; banner?: unknown },
): ProfileRecord {
  const next: ProfileRecord = { $type: 'app.bsky.actor.profile', ...record }
  const before = readProfileState(record)
  // What is as it was stays to the letter.
  const isChanged = (name: keyof ProfileState) => wanted[name] !== before[name]
  for (const name of ['name', 'bio', 'pronouns', 'website'] as const) {
    if (!isChanged(name)) continue
    const value = name === 'website' ? (toAddress(wanted.website) ?? '') : wanted[name].trim()
    if (value === '') delete next[keys[name]]
    else next[keys[name]] = value
  }
  for (const name of ['avatar', 'banner'] as const) {
    if (!isChanged(name)) continue
    if (wanted[name] === '') delete next[name]
    else next[name] = pictures[name]
  }
  return record && (Object.keys(before) as (keyof ProfileState)[]).every((name) => !isChanged(name)) ? record : next
}
