// Gives back what acts for people upstream once no browser of theirs uses it any more.
import { listUnusedCredentials } from '#db/queries/credentials.ts'
import { hasSession } from '#db/queries/sessions.ts'
import type { Viewer } from '#types/viewer.ts'
import { deletePasswordSession } from '../atproto/password-session.ts'
import type { WebContext } from '../context.ts'

type Holder = Pick<Viewer, 'did' | 'kind'>

/** Ends the upstream session when this was the person's last browser of that kind. Call once no sign-in is under way. */
export async function releaseIfUnused(ctx: WebContext, viewer: Holder & { userId: number }): Promise<void> {
  if (await hasSession(ctx.main, viewer.userId, viewer.kind, ctx.now())) return
  await releaseCredential(ctx, viewer)
}

/** Does the same for everybody whose sessions have expired. An hour leaves room for a sign-in under way. */
export async function releaseUnused(ctx: WebContext): Promise<void> {
  const unused = await listUnusedCredentials(ctx.main, ctx.now() - 60 * 60 * 1000)
  await Promise.all(unused.map((holder) => releaseCredential(ctx, holder)))
}

/** Revokes upstream where that can be reached, and forgets the tokens in any case. */
async function releaseCredential({ auth, log, upstream }: WebContext, { did, kind }: Holder): Promise<void> {
  auth.agents.delete(`${kind} ${did}`)
  upstream.forget(did)
  if (kind === 'oauth') {
    await auth.oauth?.revoke(did).catch((error) => log.warn({ err: error, did }, 'tokens not revoked upstream'))
  } else {
    const credential = await auth.credentials.password.get(did)
    if (credential) await deletePasswordSession(auth.fetch, credential)
  }
  await auth.credentials[kind].del(did)
}
