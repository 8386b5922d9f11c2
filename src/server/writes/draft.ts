// Drafts: made fresh for a form, read back from one.
import type { Draft } from '#types/draft.ts'
import { languages } from '#types/languages.ts'
import { createTid, isTid } from '../atproto/create-tid.ts'
import type { WebContext } from '../context.ts'

/** An empty draft with a key of its own, in the language the browser asks for. */
export function draftFor(ctx: WebContext, request: Request, about: Pick<Draft, 'reply' | 'quote'> = {}): Draft {
  return { text: '', lang: wantedLanguage(request), rkey: createTid(ctx.now()), ...about }
}

/** The draft of a posted form; fields that no form of ours makes are replaced. */
export function draftFromForm(ctx: WebContext, request: Request, form: (name: string) => string): Draft {
  const rkey = form('rkey')
  const lang = form('lang')
  return {
    // Browsers send line ends as CR LF.
    text: form('text').replace(/\r\n?/g, '\n'),
    lang: languages.includes(lang) ? lang : wantedLanguage(request),
    rkey: isTid(rkey) ? rkey : createTid(ctx.now()),
    reply: parsePostUri(form('reply')),
    quote: parsePostUri(form('quote')),
  }
}

/** The address of the page that shows `draft` again. */
export function composePath({ text, reply, quote }: Draft): string {
  const query = new URLSearchParams({ text, ...(reply ? { reply } : {}), ...(quote ? { quote } : {}) })
  return `/compose?${query}`
}

/** `uri` when it is the address of a post, else undefined. */
export function parsePostUri(uri: string | null): string | undefined {
  return uri && /^at:\/\/did:[a-z]+:[A-Za-z0-9._:%-]{1,2000}\/app\.bsky\.feed\.post\/[A-Za-z0-9._:~-]{1,512}$/.test(uri)
    ? uri
    : undefined
}

function wantedLanguage(request: Request): string {
  const wanted = request.headers.get('accept-language')?.slice(0, 200) ?? ''
  const codes = wanted.split(',').map((part) => part.trim().split(/[-;]/)[0]?.toLowerCase() ?? '')
  return codes.map((code) => (code === 'no' ? 'nb' : code)).find((code) => languages.includes(code)) ?? 'en'
}
