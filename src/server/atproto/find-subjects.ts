// The posts that a draft answers and quotes, and whether their authors let it.
import type { Agent } from '@atproto/api'
import type { Composition } from '#types/draft.ts'
import { AppError } from '../app-error.ts'
import { askUpstream } from './ask-upstream.ts'
import { describeGate } from './describe-gate.ts'
import { isObject } from './to-embed.ts'

export type Ref = { uri: string; cid: string }
export type Subject = Ref & { record: unknown }

/** app.bsky.feed.getPosts takes this many. */
const chunk = 25

/**
 * Finds them (app.bsky.feed.getPosts); a post of the person's own that the AppView does not have yet is read from
 * their server.
 * @throws AppError 404 when one is gone, 403 when its author does not let this person answer or quote it, 502
 */
export async function findSubjects(agent: Agent, { reply, content }: Composition): Promise<(uri: string) => Subject> {
  const quotes = content.posts.map(({ quote }) => quote)
  const uris = [...new Set([reply, ...quotes].filter((uri) => uri !== undefined))]
  const found = new Map<string, Subject>()
  for (let at = 0; at < uris.length; at += chunk) {
    const { data } = await askUpstream(agent.app.bsky.feed.getPosts({ uris: uris.slice(at, at + chunk) }))
    for (const view of data.posts) {
      if (view.uri === reply) checkReply(view)
      if (quotes.includes(view.uri)) checkQuote(view)
      found.set(view.uri, { uri: view.uri, cid: view.cid, record: view.record })
    }
  }
  for (const uri of uris) {
    const own = found.get(uri) ?? (await findOwn(agent, uri))
    if (!own) await checkAuthor(agent, uri, uri === reply ? 'reply to' : 'quote')
    if (!own) throw new AppError(404, 'The post you write about is gone. Its author may have deleted it.')
    found.set(uri, own)
  }
  return (uri) => found.get(uri) as Subject
}

/** The root that the parent names, or the parent itself when it begins the thread. */
export function rootOf(parent: Subject): Ref {
  const reply = isObject(parent.record) ? parent.record.reply : undefined
  const root = isObject(reply) ? reply.root : undefined
  const isRef = isObject(root) && typeof root.uri === 'string' && typeof root.cid === 'string'
  return isRef ? { uri: String(root.uri), cid: String(root.cid) } : { uri: parent.uri, cid: parent.cid }
}

type View = {
  author: { handle: string; viewer?: { blockedBy?: boolean; blocking?: string } }
  viewer?: { replyDisabled?: boolean; embeddingDisabled?: boolean }
  threadgate?: { record?: unknown }
}

function checkReply({ author, viewer, threadgate }: View): void {
  checkBlocks(author, 'reply to')
  if (!viewer?.replyDisabled) return
  const gate = describeGate(threadgate?.record)
  throw new AppError(403, `You cannot reply here: ${gate ? `${lower(gate)} in this thread` : 'the author closed it'}.`)
}

function checkQuote({ author, viewer }: View): void {
  checkBlocks(author, 'quote')
  if (viewer?.embeddingDisabled) throw new AppError(403, `@${author.handle} lets nobody quote this post.`)
}

function checkBlocks({ handle, viewer }: View['author'], act: string): void {
  if (viewer?.blockedBy) throw new AppError(403, `@${handle} has blocked you, so you cannot ${act} this post.`)
  if (viewer?.blocking) throw new AppError(403, `You have blocked @${handle}. Unblock them to ${act} this post.`)
}

/** The AppView leaves out posts of people who have blocked the person, or whom they have blocked. */
async function checkAuthor(agent: Agent, uri: string, act: string): Promise<void> {
  const actor = uri.split('/')[2] ?? ''
  const answer = await agent.app.bsky.actor.getProfile({ actor }).catch(() => undefined)
  if (answer) checkBlocks(answer.data, act)
}

function lower(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1)
}

/** A post the person made a moment ago is on their server before the AppView has it. */
async function findOwn(agent: Agent, uri: string): Promise<Subject | undefined> {
  const [repo, collection, rkey] = uri.slice('at://'.length).split('/')
  if (!repo || !collection || !rkey || repo !== agent.did) return undefined
  const answer = await agent.com.atproto.repo.getRecord({ repo, collection, rkey }).catch(() => undefined)
  return answer?.data.cid ? { uri, cid: answer.data.cid, record: answer.data.value } : undefined
}
