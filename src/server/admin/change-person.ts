// What administrators do to people of this box: each act leaves a line in the audit log.
import { changeRole, findPerson, insertPerson, liftSuspension, suspendUser } from '#db/queries/people.ts'
import { deleteOwnSessions } from '#db/queries/sessions.ts'
import type { PersonOfBox } from '#types/administration.ts'
import type { Role } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { cleanIdentifier, resolveAccount } from '../atproto/resolvers.ts'
import { settleSignIns } from '../auth/create-auth.ts'
import { erasePerson } from '../auth/delete-person.ts'
import { releaseIfUnused } from '../auth/release-credential.ts'
import type { WebContext } from '../context.ts'
import { toPerson } from './read-people.ts'
import { type Actor, actRecorded } from './record-act.ts'

const roles = ['administrator', 'member', 'reader'] as const

/** @throws AppError 400 for what is no role */
export function readRole(word: string): Role {
  const role = roles.find((name) => name === word)
  if (!role) throw new AppError(400, 'A role is administrator, member or reader.')
  return role
}

/**
 * Lets somebody in who was never here, whatever the sign-up policy says.
 * @param who a handle or DID
 * @throws AppError 409 when they are here already, 422 when there is no such account, 424 when it cannot be looked up
 */
export async function addPerson(ctx: WebContext, actor: Actor, who: string, role: Role): Promise<PersonOfBox> {
  const identifier = cleanIdentifier(who)
  if (identifier === '') throw new AppError(422, 'Write a handle.')
  const { did, handle } = await resolveAccount(ctx.auth.resolvers, identifier)
  const act = { action: 'person.add', subject: handle, subjectDid: did, detail: `as ${role}` }
  const isNew = await actRecorded(ctx, actor, act, (line) =>
    insertPerson(ctx.main, { did, handle, role }, ctx.now(), line),
  )
  if (!isNew) throw new AppError(409, `@${handle} is here already.`)
  return find(ctx, { did })
}

/** @throws AppError 409 when it is the last administrator, who stays one */
export async function giveRole(ctx: WebContext, actor: Actor, id: number, role: Role): Promise<PersonOfBox> {
  const before = await find(ctx, { id })
  if (before.role === role) return before
  const act = { action: 'person.role', ...subjectOf(before), detail: `from ${before.role} to ${role}` }
  if (!(await actRecorded(ctx, actor, act, (line) => changeRole(ctx.main, id, role, line))))
    throw lastOne(before, 'keeps this role')
  return find(ctx, { id })
}

/** Ends every browser of theirs and refuses sign-in until it is lifted. @throws AppError 409 for the last administrator */
export async function suspendPerson(ctx: WebContext, actor: Actor, id: number, why = ''): Promise<PersonOfBox> {
  const before = await find(ctx, { id })
  if (before.suspendedAt !== undefined) return before
  const act = { action: 'person.suspend', ...subjectOf(before), detail: why.trim() }
  if (!(await actRecorded(ctx, actor, act, (line) => suspendUser(ctx.main, id, ctx.now(), line))))
    throw lastOne(before, 'cannot be suspended')
  await endUpstream(ctx, before)
  return find(ctx, { id })
}

export async function letBackIn(ctx: WebContext, actor: Actor, id: number): Promise<PersonOfBox> {
  const before = await find(ctx, { id })
  const act = { action: 'person.lift', ...subjectOf(before) }
  await actRecorded(ctx, actor, act, (line) => liftSuspension(ctx.main, id, line))
  return find(ctx, { id })
}

/** Signs somebody out everywhere; they may come back at once. */
export async function endSessions(ctx: WebContext, actor: Actor, id: number): Promise<PersonOfBox> {
  const before = await find(ctx, { id })
  const detail = before.sessions === 1 ? 'one browser' : `${before.sessions} browsers`
  const act = { action: 'person.sessions', ...subjectOf(before), detail }
  await actRecorded(ctx, actor, act, (line) => deleteOwnSessions(ctx.main, id, { except: -1 }, line))
  await endUpstream(ctx, before)
  return find(ctx, { id })
}

/**
 * Removes somebody with everything that this box keeps for them.
 * @param typed the handle, as a sign that it is meant
 * @throws AppError 409 for the last administrator, 422 when it is another handle
 */
export async function removePerson(ctx: WebContext, actor: Actor, id: number, typed: string): Promise<PersonOfBox> {
  const person = await find(ctx, { id })
  const name = typed.trim().replace(/^@/, '').toLowerCase()
  if (name !== person.handle.toLowerCase() && name !== person.did)
    throw new AppError(422, `Nobody was removed: write @${person.handle} to say that you mean it.`)
  // Of two administrators who remove each other at once, one stays.
  const isOut = person.suspendedAt !== undefined || (await suspendUser(ctx.main, id, ctx.now()))
  if (!isOut) throw lastOne(person, 'cannot be removed')
  const act = { action: 'person.remove', ...subjectOf(person), detail: `${person.role}, ${person.feeds} feeds` }
  await actRecorded(ctx, actor, act, async (line) => {
    await erasePerson(ctx, { userId: id, did: person.did }, { line })
    return true
  })
  return person
}

/** Somebody of this box by number, handle or DID. @throws AppError 404 */
export async function findSomebody(ctx: Pick<WebContext, 'main' | 'now'>, who: string): Promise<PersonOfBox> {
  const name = cleanIdentifier(who)
  return find(ctx, name.startsWith('did:') ? { did: name } : { handle: name })
}

async function find({ main, now }: Pick<WebContext, 'main' | 'now'>, who: Parameters<typeof findPerson>[1]) {
  const row = await findPerson(main, who, now())
  if (!row) throw new AppError(404, 'There is nobody of this name here.')
  return toPerson(row)
}

async function endUpstream(ctx: WebContext, { id, did }: PersonOfBox): Promise<void> {
  await settleSignIns(ctx.auth)
  for (const kind of ['oauth', 'password'] as const) await releaseIfUnused(ctx, { userId: id, did, kind })
}

function lastOne({ handle }: PersonOfBox, what: string): AppError {
  return new AppError(
    409,
    `@${handle} is the last administrator here and ${what}. Make somebody else administrator first.`,
  )
}

function subjectOf({ handle, did }: PersonOfBox) {
  return { subject: handle, subjectDid: did }
}
