// Changes somebody's own profile: its record on their server, and the pictures in it.
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
import { readPictureForm } from './read-picture-form.ts'
import type { SentFile } from './read-sent-form.ts'
import { sendPicture } from './send-picture.ts'

const collection = 'app.bsky.actor.profile'
/** What says that something is wrong with a file. */
const fileProblems = new Set([413, 415, 422])
/** The longest side of a picture, in pixels. */
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

export type ProfileForm = {
  fields: ProfileFields
  files: Record<'avatar' | 'banner', SentFile | 'remove' | undefined>
  /** Removes the files. */
  dispose(): Promise<void>
}

/** The form as it was sent: text as typed, pictures where they were chosen. @throws AppError as readPictureForm does */
export async function readProfileForm(ctx: WebContext, viewer: Viewer, request: Request): Promise<ProfileForm> {
  const { get, fileOf, dispose } = await readPictureForm(ctx, viewer, request)
  const file = (name: string) => fileOf(name) ?? (get(`no-${name}`) === '' ? undefined : ('remove' as const))
  return {
    fields: {
      name: get('name'),
      bio: get('bio'),
      pronouns: get('pronouns'),
      website: get('website'),
      swap: get('swap'),
    },
    files: { avatar: file('avatar'), banner: file('banner') },
    dispose,
  }
}

/**
 * Saves the form (com.atproto.repo.putRecord with swapRecord): fields of other clients stay. Sent twice it is saved once.
 * @returns what is wrong with single fields, if anything is
 * @throws AppError 409 when the profile was changed elsewhere meanwhile, others as the person's server answers
 */
export function saveProfile(
  ctx: WebContext,
  viewer: Viewer,
  { fields, files }: Omit<ProfileForm, 'dispose'>,
): Promise<ProfileErrors> {
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
        const made = await sendPicture(ctx, viewer, file, sides[name]).catch((error: unknown) => {
          if (error instanceof AppError && fileProblems.has(error.status)) return error.message
          throw error
        })
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
