// The record of somebody's own profile (app.bsky.actor.profile), read and changed. Pure.
import type { ProfileErrors, ProfileFields } from '#types/profile-form.ts'

export type ProfileRecord = Record<string, unknown>
/** A blob, `null` to take the picture away, undefined to leave it. */
export type PictureChange = object | null | undefined

const limits = { name: 64, bio: 256, pronouns: 20 }
const words = { name: 'The name', bio: 'The bio', pronouns: 'The pronouns' }
const keys = { name: 'displayName', bio: 'description', pronouns: 'pronouns', website: 'website' } as const
type Key = keyof typeof keys

function lengthOf(text: string): number {
  return [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)].length
}

/** What the record says, as a form shows it. `cid` is the record's, undefined when there is none. */
export function readProfileFields(record: ProfileRecord | undefined, cid: string | undefined): ProfileFields {
  const text = (key: Key) => (typeof record?.[keys[key]] === 'string' ? String(record[keys[key]]).slice(0, 20_000) : '')
  return { name: text('name'), bio: text('bio'), pronouns: text('pronouns'), website: text('website'), swap: cid ?? '' }
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

/** `record` with what the form says; an empty field is left out. Everything else stays, known or not. */
export function changeProfile(
  record: ProfileRecord | undefined,
  fields: ProfileFields,
  pictures: { avatar: PictureChange; banner: PictureChange },
): ProfileRecord {
  const next: ProfileRecord = { $type: 'app.bsky.actor.profile', ...record }
  const before = readProfileFields(record, '')
  for (const name of ['name', 'bio', 'pronouns', 'website'] as const) {
    // What is as it was stays to the letter.
    if (fields[name] === before[name]) continue
    const value = name === 'website' ? (toAddress(fields.website) ?? '') : fields[name].trim()
    if (value === '') delete next[keys[name]]
    else next[keys[name]] = value
  }
  for (const name of ['avatar', 'banner'] as const) {
    if (pictures[name] === null) delete next[name]
    else if (pictures[name]) next[name] = pictures[name]
  }
  return next
}
