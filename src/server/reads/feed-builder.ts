// The builder's page: a draft with everything around it.

import { listReferences, type References, referenceKey } from '#feeds/builder-document.ts'
import { type BuilderDraft, emptyDraft, newPart } from '#feeds/builder-draft.ts'
import { sourceKinds } from '#feeds/builder-kinds.ts'
import { type CheckedBuilder, checkBuilder } from '#feeds/check-builder.ts'
import { feedTemplates } from '#feeds/feed-templates.ts'
import { fillBuilder, listNamed } from '#feeds/fill-builder.ts'
import { showBuilder } from '#feeds/show-builder.ts'
import type { FeedBuilder } from '#types/feed-builder.ts'
import type { FeedPreview } from '#types/feed-preview.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import type { WebContext } from '../context.ts'
import { nameReferences, readBuilderChoices, readLinkNotes } from './name-references.ts'
import { readOwnFeed } from './own-feed.ts'
import { requireOwnFeed, toFeed } from './own-feeds.ts'
import { type PreviewWish, previewFeed, usualWish } from './preview-feed.ts'
import { resolveReferences } from './resolve-references.ts'

/** `feed` is 0 while it is made. `base` is when the feed was last changed, as the form knew it. */
export type BuilderState = { feed: number; base: string; draft: BuilderDraft; past: string; wish: PreviewWish }
export type BuilderPage = { builder: FeedBuilder; preview: FeedPreview }

/** What the builder shows of a feed that exists. @throws AppError 404 when there is no such feed of the viewer's */
export async function openBuilder(ctx: WebContext, viewer: Viewer, feed: number): Promise<BuilderState> {
  const { row, draft } = await readOwnFeed(ctx, viewer, feed)
  const state = { feed, base: String(row.updatedAt), past: '', wish: usualWish }
  const { title, description } = row
  if (!draft) return { ...state, draft: { ...emptyDraft(), title, description } }
  const nameOf = await nameReferences(ctx, viewer, listNamed(draft.definition))
  return { ...state, draft: fillBuilder({ title, description }, draft.definition, nameOf) }
}

/** An empty one: hashtags are what most feeds begin with. */
export function beginBuilder(): BuilderState {
  const draft = emptyDraft()
  const source = newPart(sourceKinds, 'hashtags')
  if (source) draft.sources.push(source)
  return { feed: 0, base: '', draft, past: '', wish: usualWish }
}

/** One that is filled in for the viewer. @throws AppError 404 when there is no such template */
export async function openTemplate(
  ctx: WebContext,
  viewer: Viewer,
  key: string,
  language: string,
): Promise<BuilderState> {
  const template = feedTemplates.find((one) => one.key === key)
  if (!template) throw new AppError(404, 'There is no such template.')
  const definition = template.fill({ did: viewer.did, language })
  const nameOf = await nameReferences(ctx, viewer, listNamed(definition))
  const title = [...template.title].slice(0, 24).join('')
  const draft = fillBuilder({ title, description: template.description }, definition, nameOf)
  return { ...beginBuilder(), draft }
}

/** The draft with what it means: people and links looked up, mistakes noted. */
export async function checkDraft(
  ctx: WebContext,
  viewer: Viewer,
  draft: BuilderDraft,
  { isLook }: { isLook: boolean },
): Promise<CheckedBuilder & { references: References; problem?: string }> {
  const choices = await readBuilderChoices(ctx, viewer)
  const lists = choices.privateList.map(({ value }) => value)
  try {
    const references = await resolveReferences(ctx, viewer, listReferences(draft))
    return { ...checkBuilder(draft, { references, lists, isLook }), references }
  } catch (error) {
    if (!(error instanceof AppError) || error.status === 401) throw error
    // Everything but people and links can be looked at without anybody's answer.
    const references: References = new Map()
    const checked = checkBuilder(draft, { references, lists, isLook })
    return { ...checked, definition: undefined, errors: new Map(), references, problem: error.message }
  }
}

/**
 * The page for a draft: its view, and what the feed would give.
 * @param checked what was found already, by somebody who wanted to save it
 */
export async function readBuilderPage(
  ctx: WebContext,
  viewer: Viewer,
  { feed, base, draft, past, wish }: BuilderState,
  told: { checked?: Awaited<ReturnType<typeof checkDraft>>; problem?: string | undefined } = {},
): Promise<BuilderPage> {
  const row = feed ? await requireOwnFeed(ctx, viewer, feed) : undefined
  const checked = told.checked ?? (await checkDraft(ctx, viewer, draft, { isLook: true }))
  const links = listReferences(draft).flatMap((reference) => {
    const found = checked.references.get(referenceKey(reference))
    return found && 'value' in found && reference.as !== 'did' ? [{ text: reference.text, uri: found.value }] : []
  })
  const [choices, titles] = await Promise.all([
    readBuilderChoices(ctx, viewer),
    readLinkNotes(
      ctx,
      viewer,
      links.map(({ uri }) => uri),
    ),
  ])
  const notes = new Map(links.flatMap(({ text, uri }) => (titles.has(uri) ? [[text, titles.get(uri) ?? '']] : [])))
  const shown = showBuilder(draft, { errors: checked.errors, choices, notes })
  const privateKeys = choices.privateList.map(({ value }) => value)
  const preview = await previewFeed(ctx, viewer, checked, { privateKeys, wish })
  const own = row && toFeed(row)
  return {
    builder: {
      ...shown,
      feed: own && { id: own.id, title: own.title, href: own.href, isPublished: own.isPublished },
      base,
      past,
      wish,
      problem: told.problem ?? checked.problem,
      // While one is at it, what is wrong is said beside its field alone.
      wrong: told.checked ? shown.wrong : [],
    },
    preview,
  }
}
