// What a draft may hold: checked when it is kept and when it is read back.
import { z } from 'zod'
import type { DraftContent } from '#types/draft.ts'
import { isTid } from '../atproto/create-tid.ts'

/** Bounds of a draft: far more than a post may have, so that nothing is lost before it is mended. */
export const draftLimits = { posts: 50, text: 100_000, alt: 10_000, media: 10, langs: 3, lists: 5 }

const tid = z.string().refine(isTid)
const postUri = z
  .string()
  .regex(/^at:\/\/did:[a-z]+:[A-Za-z0-9._:%-]{1,2000}\/app\.bsky\.feed\.post\/[A-Za-z0-9._:~-]{1,512}$/)
const listUri = z
  .string()
  .regex(/^at:\/\/did:[a-z]+:[A-Za-z0-9._:%-]{1,2000}\/app\.bsky\.graph\.list\/[A-Za-z0-9._:~-]{1,512}$/)
const uploadId = z.string().regex(/^[\w-]{1,100}$/)
const language = z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/)

export const draftMedia = z.object({
  upload: uploadId,
  kind: z.enum(['picture', 'video', 'gif']),
  alt: z.string().max(draftLimits.alt),
  captions: z
    .array(z.object({ upload: uploadId, lang: language }))
    .max(20)
    .optional(),
})

export const draftCard = z.object({
  url: z.string().max(8000),
  title: z.string().max(2000),
  description: z.string().max(5000),
  thumb: uploadId.optional(),
  record: z.object({ uri: z.string().max(3000), cid: z.string().max(200) }).optional(),
  isRemoved: z.boolean().optional(),
})

const post = z.object({
  rkey: tid,
  text: z.string().max(draftLimits.text),
  quote: postUri.optional(),
  media: z.array(draftMedia).max(draftLimits.media),
  card: draftCard.optional(),
  labels: z.array(z.enum(['sexual', 'nudity', 'porn', 'graphic-media'])).max(4),
})

export const draftContent = z.object({
  posts: z.array(post).min(1).max(draftLimits.posts),
  langs: z.array(language).max(draftLimits.langs),
  canReply: z.union([
    z.literal('anyone'),
    z.object({
      allow: z.array(z.enum(['mentioned', 'followers', 'following'])).max(3),
      lists: z.array(listUri).max(draftLimits.lists),
      isUndecided: z.boolean().optional(),
    }),
  ]),
  canQuote: z.boolean(),
}) satisfies z.ZodType<DraftContent>
