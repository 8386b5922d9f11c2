// Changes somebody's own profile: its record on their server, and the pictures in it.
import { readFile, rm, writeFile } from 'node:fs/promises'
import type { ProfileErrors, ProfileFields } from '#types/profile-form.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { askUpstream } from '../atproto/ask-upstream.ts'
import {
  changeProfile,
  checkProfileFields,
  type PictureChange,
  type ProfileRecord,
  readProfileFields,
} from '../atproto/change-profile.ts'
import { openAgent } from '../atproto/open-agent.ts'
import type { WebContext } from '../context.ts'

const collection = 'app.bsky.actor.profile'
/** Of a picture on a profile, in bytes, and its longest side in pixels. */
const mostBytes = 1_000_000
const sides = { avatar: 1000, banner: 3000 }

type Found = { record: ProfileRecord | undefined; cid: string | undefined }

async function findRecord(ctx: WebContext, viewer: Viewer): Promise<Found> {
  const agent = await openAgent(ctx, viewer)
  const question = agent.com.atproto.repo.getRecord({ repo: viewer.did, collection, rkey: 'self' })
  const { data } = await askUpstream(question).catch((error: unknown) => {
    // A repository without one says 400 RecordNotFound.
    if (error instanceof AppError && (error.status === 404 || error.status === 400)) return { data: undefined }
    throw error
  })
  return { record: data?.value as ProfileRecord | undefined, cid: data?.cid }
}

/** The fields as they are on the viewer's server. @throws AppError as it answers */
export async function readOwnProfile(ctx: WebContext, viewer: Viewer): Promise<ProfileFields> {
  const { record, cid } = await findRecord(ctx, viewer)
  return readProfileFields(record, cid)
}

export type ProfileForm = { fields: ProfileFields; files: Record<'avatar' | 'banner', File | 'remove' | undefined> }

/** The form as it was sent: text as typed, pictures where they were chosen. @throws AppError 415 for what is no form */
export async function readProfileForm(request: Request): Promise<ProfileForm> {
  const form = await request.formData().catch((cause) => {
    throw new AppError(415, 'This wants a form.', { cause })
  })
  const text = (name: string) => {
    const value = form.get(name)
    return typeof value === 'string' ? value.replace(/\r\n?/g, '\n') : ''
  }
  const file = (name: string) => {
    const value = form.get(name)
    if (value instanceof File && value.size > 0) return value
    return text(`no-${name}`) === '' ? undefined : ('remove' as const)
  }
  return {
    fields: {
      name: text('name'),
      bio: text('bio'),
      pronouns: text('pronouns'),
      website: text('website'),
      swap: text('swap'),
    },
    files: { avatar: file('avatar'), banner: file('banner') },
  }
}

/**
 * Saves the form (com.atproto.repo.putRecord with swapRecord): fields of other clients stay. Sent twice it is saved once.
 * @returns what is wrong with single fields, if anything is
 * @throws AppError 409 when the profile was changed elsewhere meanwhile, others as the person's server answers
 */
export function saveProfile(ctx: WebContext, viewer: Viewer, { fields, files }: ProfileForm): Promise<ProfileErrors> {
  return ctx.acts.inTurn(`${viewer.did} profile`, async () => {
    const errors = checkProfileFields(fields)
    if (Object.keys(errors).length > 0) return errors
    const found = await findRecord(ctx, viewer)
    const hasPictures = files.avatar !== undefined || files.banner !== undefined
    const draft = changeProfile(found.record, fields, { avatar: undefined, banner: undefined })
    if (!hasPictures && JSON.stringify(draft) === JSON.stringify(found.record)) return {}
    if ((found.cid ?? '') !== fields.swap) {
      throw new AppError(
        409,
        'Your profile was changed somewhere else meanwhile. What you wrote is still here: look it over and save again.',
      )
    }
    const pictures: Record<'avatar' | 'banner', PictureChange> = { avatar: undefined, banner: undefined }
    for (const name of ['avatar', 'banner'] as const) {
      const file = files[name]
      if (file === 'remove') pictures[name] = null
      else if (file) {
        const made = await sendPicture(ctx, viewer, file, sides[name])
        if (typeof made === 'string') return { [name]: made }
        pictures[name] = made
      }
    }
    const record = changeProfile(found.record, fields, pictures)
    const agent = await openAgent(ctx, viewer)
    const params = { repo: viewer.did, collection, rkey: 'self', record, swapRecord: found.cid ?? null }
    await askUpstream(agent.com.atproto.repo.putRecord(params))
    return {}
  })
}

/** Makes the file fit and sends it (com.atproto.repo.uploadBlob). @returns the blob, or what is wrong with the file */
async function sendPicture(ctx: WebContext, viewer: Viewer, file: File, side: number): Promise<object | string> {
  const { store } = ctx.uploads
  const [source, target, preview] = [await store.reserve(), await store.reserve(), await store.reserve()]
  try {
    await writeFile(source, Buffer.from(await file.arrayBuffer()), { mode: 0o600 })
    const { outcome, made } = await ctx.pictures.shrink({ source, target, preview, side, bytes: mostBytes })
    if (outcome === 'large') return 'This picture has too many pixels.'
    if (outcome !== 'done' || !made) return 'This is no picture that can be read. JPEG, PNG and WebP can.'
    const agent = await openAgent(ctx, viewer)
    const answer = await askUpstream(agent.com.atproto.repo.uploadBlob(await readFile(target), { encoding: made.mime }))
    return answer.data.blob
  } finally {
    for (const path of [source, target, preview]) await rm(path, { force: true })
  }
}
