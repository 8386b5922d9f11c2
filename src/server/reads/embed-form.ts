// The page that hands out embeds: what was asked for, the code for it, and how it will be.
import type { EmbedForm } from '#types/embed-form.ts'
import { AppError } from '../app-error.ts'
import type { WebContext } from '../context.ts'
import { mostPosts, readEmbedOptions } from './embed-options.ts'
import { readTargetEmbed } from './embed-page.ts'
import { embedAddress, writeSnippet } from './embed-snippet.ts'
import { readEmbedTarget } from './embed-target.ts'

const nothing = 'There is nothing to embed at this address. Give that of a feed, a profile, a list or a post.'

/** The form as `query` fills it, and the code once there is something at `url`; else why there is none. */
export async function readEmbedForm(ctx: WebContext, query: URLSearchParams): Promise<EmbedForm> {
  const options = readEmbedOptions(query)
  const typed = (query.get('url') ?? '').trim()
  const accent = query.get('accent') ?? ''
  const shape = {
    width: readSize(query.get('width'), 220, 2000),
    height: readSize(query.get('height'), 120, 4000) ?? 640,
    // A form that was not sent yet has it on.
    grows: !query.has('limit') || query.has('grows'),
  }
  const form = { url: typed, accent, options, ...shape }
  if (typed === '') return form
  const { publicUrl } = ctx.config
  const target = readEmbedTarget(typed, publicUrl)
  if (!target) return { ...form, problem: nothing }
  try {
    const { title } = await readTargetEmbed(ctx, target, mostPosts)
    const address = embedAddress(target, options, publicUrl)
    const { pathname, search } = new URL(address)
    return { ...form, made: { title, frame: pathname + search, code: writeSnippet(address, title, shape) } }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { ...form, problem: error.message }
  }
}

function readSize(text: string | null, least: number, most: number): number | undefined {
  return /^\d{1,5}$/.test(text ?? '') ? Math.min(Math.max(Number(text), least), most) : undefined
}
