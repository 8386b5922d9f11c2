// One value of a search filter, as somebody typed it → as the AppView takes it. Pure.

export type Check = { read(typed: string): string | undefined; sentence: string }

const handle = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/
const did = /^did:[a-z]+:[A-Za-z0-9._:%-]{1,2000}$/
const atUri = /^at:\/\/([A-Za-z0-9._:%-]{3,2000})\/([A-Za-z0-9.-]{3,300})\/([A-Za-z0-9._:~-]{1,512})$/
const page = /^https?:\/\/[^/\s]+\/profile\/([^/\s]+)\/(post|feed|lists)\/([A-Za-z0-9._:~-]{1,512})\/?$/
const collections: Record<string, string> = {
  post: 'app.bsky.feed.post',
  feed: 'app.bsky.feed.generator',
  lists: 'app.bsky.graph.list',
}

export const personCheck: Check = {
  read: readPerson,
  sentence: 'A person is named by their whole handle, such as ines.bsky.social.',
}
export const domainCheck: Check = {
  read: readDomain,
  sentence: 'A domain looks like example.com.',
}
export const urlCheck: Check = { read: readUrl, sentence: 'A link begins with https:// or with a domain.' }
export const tagCheck: Check = { read: readTag, sentence: 'A hashtag is one word of at most 64 letters.' }
export const langCheck: Check = {
  read: readLang,
  sentence: 'A language is a code of two or three letters, such as pt.',
}
export const recordCheck: Check = {
  read: readRecordUri,
  sentence: 'Paste the link of a post, such as https://bsky.app/profile/ines.bsky.social/post/3k2a.',
}
export const dateCheck: Check = { read: readDate, sentence: 'That is no date. Write it as year-month-day: 2026-03-01.' }

function readPerson(typed: string): string | undefined {
  const bare = typed.replace(/^@/, '')
  if (did.test(bare)) return bare
  const lower = bare.toLowerCase()
  return lower === 'me' || (lower.length <= 253 && handle.test(lower)) ? lower : undefined
}

function readDomain(typed: string): string | undefined {
  const host = typed
    .replace(/^https?:\/\//i, '')
    .replace(/\/.*$/, '')
    .toLowerCase()
  return host.length <= 253 && host.includes('.') && /^[\p{L}\p{N}.-]+$/u.test(host) ? host : undefined
}

function readUrl(typed: string): string | undefined {
  const whole = /^https?:\/\//i.test(typed) ? typed : `https://${typed}`
  if (whole.length > 2000 || !/^https?:\/\/[^/\s]+\.[^/\s]/i.test(whole)) return undefined
  return URL.canParse(whole) ? new URL(whole).href : undefined
}

function readTag(typed: string): string | undefined {
  const bare = typed.replace(/^#/, '').replace(/\p{P}+$/u, '')
  if (bare === '' || bare.length > 640 || /[\s"#]/.test(bare)) return undefined
  return [...new Intl.Segmenter().segment(bare)].length <= 64 ? bare : undefined
}

function readLang(typed: string): string | undefined {
  return /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i.test(typed) ? typed.toLowerCase().slice(0, 35) : undefined
}

function readRecordUri(typed: string): string | undefined {
  if (atUri.test(typed)) return typed
  const [, actor = '', kind = '', rkey] = page.exec(typed) ?? []
  const authority = readPerson(actor)
  return authority && rkey ? `at://${authority}/${collections[kind]}/${rkey}` : undefined
}

/** A day that is in the calendar, or a point in time with its zone. */
function readDate(typed: string): string | undefined {
  const [, day] = /^(\d{4}-\d{2}-\d{2})(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2}))?$/.exec(typed) ?? []
  if (day === undefined) return undefined
  const midnight = new Date(`${day}T00:00:00Z`)
  if (Number.isNaN(midnight.getTime()) || !midnight.toISOString().startsWith(day)) return undefined
  if (typed === day) return day
  const time = new Date(typed)
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString()
}
