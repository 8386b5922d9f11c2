// What happened to somebody → push messages: listed by the AppView, as they chose, not in quiet hours.

import { listKeptNotifications } from '#db/queries/notifications.ts'
import { findPushedPerson } from '#db/queries/push.ts'
import type { NotificationEntry } from '#types/notification.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { groupNotifications } from '../atproto/group-notifications.ts'
import { typeOfReason } from '../atproto/notification-preferences.ts'
import type { WebContext } from '../context.ts'
import { startReading } from '../reading.ts'
import { recallTypes } from '../reads/notification-settings.ts'
import { fetchNotifications } from '../reads/notifications.ts'
import { isQuiet } from './is-quiet.ts'
import { manyNews, toPushMessage, unknownNews } from './push-words.ts'
import type { PushMessage } from './send-push.ts'
import { tellBrowsers } from './tell-browsers.ts'
import { findPostNews } from './tell-posts.ts'

/** More messages than this at once are one. */
const mostMessages = 4
/** Records that the firehose said are about somebody, and `posts` that they asked to hear about. */
export type News = { uris: Set<string>; posts: Set<string> }
/** `waiting`: not listed yet, or nobody could be asked. */
export type Told = { waiting: News; isOutage: boolean }

const nothing = (): News => ({ uris: new Set(), posts: new Set() })

/**
 * Tells the browsers of `did` of `news`.
 * @param isLast whether nobody is asked again: what is unknown then is said to be so
 */
export async function tellPerson(ctx: WebContext, did: string, news: News, isLast: boolean): Promise<Told> {
  const { uris, posts } = news
  const person = await findPushedPerson(ctx.main, did, ctx.now())
  if (!person) return { waiting: nothing(), isOutage: false }
  const { rules, ...viewer } = person
  // What is known from earlier is no news: upstream answers, or it is an outage.
  const reading = startReading('POST', ctx.now(), 0)
  try {
    const entries = uris.size === 0 ? [] : await ctx.readings.run(reading, () => listEntries(ctx, viewer))
    const wanted = await chooseEntries(ctx, viewer, entries, uris)
    const postNews = await ctx.readings.run(reading, () => findPostNews(ctx, viewer, posts))
    if (!isQuiet(rules, ctx.now())) {
      const messages = [...wordEntries(wanted, entries), ...postNews.messages]
      await tell(ctx, viewer, messages, wanted.length + postNews.messages.length)
    }
    const listed = new Set(entries.map(({ uri }) => uri))
    const unlisted = new Set([...uris].filter((uri) => !listed.has(uri)))
    return { waiting: { uris: unlisted, posts: postNews.waiting }, isOutage: false }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    if (isLast && error.status !== 401 && !isQuiet(rules, ctx.now())) {
      await tellBrowsers(ctx, viewer.userId, unknownNews(ctx.now()))
    }
    return { waiting: error.status === 401 ? nothing() : news, isOutage: true }
  }
}

/** The newest of somebody's notifications, judged by their settings. */
async function listEntries(ctx: WebContext, viewer: Viewer): Promise<NotificationEntry[]> {
  await fetchNotifications(ctx, viewer, { tab: 'all', isPriority: false })
  const kept = await listKeptNotifications(ctx.cache, viewer.did)
  return kept.map(({ entry, isRead }) => ({ ...(entry as NotificationEntry), isRead }))
}

/** Those of `uris` that are unread and of a kind that somebody wants pushed. */
async function chooseEntries(
  ctx: WebContext,
  viewer: Viewer,
  entries: NotificationEntry[],
  uris: Set<string>,
): Promise<NotificationEntry[]> {
  const fresh = entries.filter(({ uri, isRead }) => uris.has(uri) && !isRead)
  if (fresh.length === 0) return []
  const types = await recallTypes(ctx, viewer)
  return fresh.filter(({ reason, isFollowed }) => {
    const type = types.find(({ name }) => name === typeOfReason(reason))
    return !type || (type.isPushed && (isFollowed || !type.isOfFollowed))
  })
}

/** A message for each thing that happened. Who did the same before and is unread too stands in the same message. */
function wordEntries(wanted: NotificationEntry[], entries: NotificationEntry[]): PushMessage[] {
  const keyOf = ({ reason, subjectUri }: NotificationEntry) => `${reason} ${subjectUri}`
  const keys = new Set(wanted.map(keyOf))
  const uris = new Set(wanted.map(({ uri }) => uri))
  // A follow is one of its own.
  const rows = groupNotifications(
    entries.filter(
      (entry) => uris.has(entry.uri) || (entry.subjectUri !== '' && !entry.isRead && keys.has(keyOf(entry))),
    ),
  )
  return rows.map((row) => toPushMessage(row))
}

async function tell(ctx: WebContext, { userId }: Viewer, messages: PushMessage[], count: number): Promise<void> {
  const few = messages.length > mostMessages ? [manyNews(count, ctx.now())] : messages
  for (const message of few) await tellBrowsers(ctx, userId, message)
}
