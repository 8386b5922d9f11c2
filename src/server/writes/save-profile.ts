// Changes somebody's own profile: its record on their server, and the pictures in it.
import type { ProfileErrors, ProfileFields, ProfileState } from '#types/profile-form.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { blobCid } from '../atproto/blob-cid.ts'
import { changeProfile, checkProfileFields, readProfileState, toAddress } from '../atproto/change-profile.ts'
import { changeRecord, findRecord } from '../atproto/change-record.ts'
import { openAgent } from '../atproto/open-agent.ts'
import type { WebContext } from '../context.ts'
import { type Back, bringBack, mergeOrRefuse, readWas, type Was } from './merge-form.ts'
import { readPictureForm } from './read-picture-form.ts'
import type { SentFile } from './read-sent-form.ts'
import { sendPicture } from './send-picture.ts'

const address = { collection: 'app.bsky.actor.profile', rkey: 'self' }
/** What says that something is wrong with a file. */
const fileProblems = new Set([413, 415, 422])
/** The longest side of a picture, in pixels. */
const sides = { avatar: 1000, banner: 3000 }
const words = { name: 'The name', bio: 'The bio', pronouns: 'The field of pronouns', website: 'The website' }
const empty: ProfileState = readProfileState(undefined)

/** The profile as it is on the viewer's server. @throws AppError as it answers */
export async function readOwnProfile(ctx: WebContext, viewer: Viewer): Promise<ProfileState> {
  const found = await findRecord(await openAgent(ctx, viewer), address)
  return readProfileState(found?.value)
}

export type ProfileForm = {
  fields: ProfileFields
  was: Was<ProfileState>
  files: Record<'avatar' | 'banner', SentFile | 'remove' | undefined>
  /** Removes the files. */
  dispose(): Promise<void>
}

/** The form as it was sent: text as typed, pictures where they were chosen. @throws AppError as readPictureForm does */
export async function readProfileForm(ctx: WebContext, viewer: Viewer, request: Request): Promise<ProfileForm> {
  const { get, fileOf, dispose } = await readPictureForm(ctx, viewer, request)
  const file = (name: string) => fileOf(name) ?? (get(`no-${name}`) === '' ? undefined : ('remove' as const))
  return {
    fields: { name: get('name'), bio: get('bio'), pronouns: get('pronouns'), website: get('website') },
    // What says nothing of the kind was made of no profile.
    was: { ...empty, ...readWas<ProfileState>(get) },
    files: { avatar: file('avatar'), banner: file('banner') },
    dispose,
  }
}

/**
 * Saves what was changed in the form (com.atproto.repo.putRecord with swapRecord): what another window or client wrote
 * stays. Sent twice it is saved once.
 * @returns what is wrong with single fields, if anything is
 * @throws AppError 409 when the same field was changed elsewhere meanwhile, others as the person's server answers
 */
export function saveProfile(
  ctx: WebContext,
  viewer: Viewer,
  { fields, was, files }: Omit<ProfileForm, 'dispose'>,
): Promise<ProfileErrors> {
  return ctx.acts.inTurn(`${viewer.did} profile`, async () => {
    const errors = checkProfileFields(fields)
    if (Object.keys(errors).length > 0) return errors
    const typed = { ...fields, website: toAddress(fields.website) ?? '' } as Partial<ProfileState> & ProfileFields
    const pictures: { avatar?: object; banner?: object } = {}
    for (const name of ['avatar', 'banner'] as const) {
      const file = files[name]
      if (file === 'remove') typed[name] = ''
      if (file === undefined || file === 'remove') continue
      const made = await sendPicture(ctx, viewer, file, sides[name]).catch((error: unknown) => {
        if (error instanceof AppError && fileProblems.has(error.status)) return error.message
        throw error
      })
      if (typeof made === 'string') return { [name]: made }
      pictures[name] = made
      typed[name] = blobCid(made)
    }
    await changeRecord(await openAgent(ctx, viewer), address, (record) => {
      const now = readProfileState(record)
      return changeProfile(record, mergeOrRefuse<ProfileState>({ was, typed: { ...now, ...typed }, now }), pictures)
    })
    return {}
  })
}

/** The form as it comes back, because of `problem` or of single fields. Files have to be chosen again. */
export function bringProfileBack(
  ctx: WebContext,
  viewer: Viewer,
  { fields, was, files }: ProfileForm,
  problem: string | undefined,
): Promise<Back<Partial<ProfileState> & ProfileFields>> {
  const said = (file: ProfileForm['files']['avatar']) => (file === 'remove' ? '' : file && 'a new one')
  const typed = { ...fields, avatar: said(files.avatar), banner: said(files.banner) }
  return bringBack({ was, typed, problem }, () => readOwnProfile(ctx, viewer), { words })
}
