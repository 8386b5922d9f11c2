// What somebody writes: begun for a form that is shown, and named in addresses.
import { findWritingLanguages } from '#db/queries/drafts.ts'
import type { Composition, Gates } from '#types/draft.ts'
import { languages } from '#types/languages.ts'
import type { Viewer } from '#types/viewer.ts'
import { createTid } from '../atproto/create-tid.ts'
import type { WebContext } from '../context.ts'
import { readBoxPreferences } from '../reads/box-preferences.ts'

type Beginning = Partial<Gates> & {
  text?: string | undefined
  reply?: string | undefined
  quote?: string | undefined
}

/** An empty one with keys of its own, in the languages that the person set, wrote in last, or that their browser asks for. */
export async function beginComposition(
  ctx: WebContext,
  viewer: Viewer,
  request: Request,
  { text = '', reply, quote, canReply = 'anyone', canQuote = true }: Beginning = {},
): Promise<Composition> {
  const { writes } = await readBoxPreferences(ctx, viewer)
  const last = writes.length > 0 ? writes : await findWritingLanguages(ctx.main, viewer.userId)
  const langs = last ?? [wantedLanguage(request)]
  const post = { rkey: createTid(ctx.now()), text, quote, media: [], labels: [] }
  return { id: createTid(ctx.now()), version: 0, reply, content: { posts: [post], langs, canReply, canQuote } }
}

/** The address of a form that begins with what is written here; what is too long for an address is cut. */
export function composePath({ reply, content }: Composition): string {
  const { text = '', quote } = content.posts[0] ?? {}
  const query = { text: text.slice(0, 1000), ...(reply ? { reply } : {}), ...(quote ? { quote } : {}) }
  return `/compose?${new URLSearchParams(query)}`
}

/** The address of a kept draft, at one of its posts. */
export function draftPath(id: string, place?: string): string {
  return `/compose?draft=${id}${place ? `#post-${place}` : ''}`
}

/** `uri` when it is the address of a post, else undefined. */
export function parsePostUri(uri: string | null): string | undefined {
  return uri && /^at:\/\/did:[a-z]+:[A-Za-z0-9._:%-]{1,2000}\/app\.bsky\.feed\.post\/[A-Za-z0-9._:~-]{1,512}$/.test(uri)
    ? uri
    : undefined
}

/** Whether nothing would be lost with it. */
export function isBlank({ content }: Composition): boolean {
  return content.posts.every(({ text, media, card }) => text.trim() === '' && media.length === 0 && !card)
}

function wantedLanguage(request: Request): string {
  const wanted = request.headers.get('accept-language')?.slice(0, 200) ?? ''
  const codes = wanted.split(',').map((part) => part.trim().split(/[-;]/)[0]?.toLowerCase() ?? '')
  return codes.map((code) => (code === 'no' ? 'nb' : code)).find((code) => languages.includes(code)) ?? 'en'
}
