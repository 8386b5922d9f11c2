// Asks our own feed generator over HTTP, as the network will.
import { AppError } from '../app-error.ts'
import type { WebContext } from '../context.ts'
import { describeService } from '../reads/describe-generator.ts'

/** What an AppView waits (ms). */
const patience = 5000

/**
 * Makes sure that PUBLIC_URL answers as a feed generator: the DID document (where it is kept here), the description and
 * the skeleton of `feedUri`.
 * @throws AppError 503 that says which of them does not answer
 */
export async function checkGenerator(ctx: WebContext, feedUri: string): Promise<void> {
  const { serviceDid, publicUrl } = ctx.config
  const description = await ask(ctx, new URL('/xrpc/app.bsky.feed.describeFeedGenerator', publicUrl))
  if (description.did !== serviceDid) throw refuse(publicUrl.href, 'another feed generator answers there')
  const skeleton = new URL('/xrpc/app.bsky.feed.getFeedSkeleton', publicUrl)
  skeleton.search = new URLSearchParams({ feed: feedUri, limit: '1' }).toString()
  if (!Array.isArray((await ask(ctx, skeleton)).feed)) throw refuse(skeleton.href, 'it gives no posts')
  if (describeService(ctx) === undefined) return
  const document = new URL('/.well-known/did.json', publicUrl)
  if ((await ask(ctx, document)).id !== serviceDid) throw refuse(document.href, 'it describes another DID')
}

async function ask({ checkKey }: WebContext, url: URL): Promise<Record<string, unknown>> {
  try {
    const response = await fetch(url, {
      headers: { 'x-skypanel-check': checkKey },
      redirect: 'error',
      signal: AbortSignal.timeout(patience),
    })
    const body: unknown = await response.json()
    if (response.ok && typeof body === 'object' && body !== null) return { ...body }
    throw new Error(`status ${response.status}`)
  } catch (cause) {
    throw refuse(url.href, cause instanceof Error ? cause.message : 'no answer', cause)
  }
}

function refuse(address: string, why: string, cause?: unknown): AppError {
  const sentence = `The network could not reach this feed, so it was not published. ${address} did not answer rightly: ${why}.`
  return new AppError(503, sentence, { cause })
}
