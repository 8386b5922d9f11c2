// A row of notifications → the message that a browser shows.
import type { Actor } from '#types/actor.ts'
import type { NotificationRow } from '#types/notification.ts'
import type { PushMessage } from './send-push.ts'

/** Rows of one kind about one thing have one tag: "Ann and 3 others liked your post" takes the place of "Ann liked". */
export function toPushMessage(row: NotificationRow): PushMessage {
  const { before = '', what } = row.words
  const space = what.startsWith(',') ? '' : ' '
  const conversation = row.reason === 'reply' || row.reason === 'mention' || row.reason === 'quote'
  return {
    title: `${before}${namesOf(row.actors)}${space}${what}`,
    body: row.subject.text ?? '',
    url: conversation && row.subject.href ? row.subject.href : '/notifications',
    tag: `${row.reason} ${row.subjectUri}`,
    at: Date.parse(row.at),
    ...(row.subject.lang ? { lang: row.subject.lang } : {}),
  }
}

/** For what nobody could be asked about: it says no more than is known. */
export function unknownNews(at: number): PushMessage {
  return { title: 'Something new for you', body: '', url: '/notifications', tag: 'unknown', at }
}

/** Where a message each would be too many. */
export function manyNews(count: number, at: number): PushMessage {
  return { title: `${count} new notifications`, body: '', url: '/notifications', tag: 'many', at }
}

/** Names are put in isolates, so that one written from right to left does not turn the sentence. */
function namesOf(actors: Actor[]): string {
  const [first = '', second = ''] = actors.map(({ name }) => `\u2068${name}\u2069`)
  if (actors.length < 2) return first
  if (actors.length === 2) return `${first} and ${second}`
  const others = actors.length - 1
  return `${first} and ${others} others`
}
