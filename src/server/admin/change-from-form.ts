// A form of somebody's page in the administration: its field `act` says what is to be done.
import { AppError } from '../app-error.ts'
import type { WebContext } from '../context.ts'
import { endSessions, giveRole, letBackIn, readRole, removePerson, suspendPerson } from './change-person.ts'
import type { Actor } from './record-act.ts'

/** @returns where to go, when not back to the page @throws AppError, also 400 for a form that is none of ours */
export async function changeFromForm(
  ctx: WebContext,
  actor: Actor,
  id: number,
  field: (name: string) => string,
): Promise<string | undefined> {
  switch (field('act')) {
    case 'role':
      await giveRole(ctx, actor, id, readRole(field('role')))
      return undefined
    case 'suspend':
      await suspendPerson(ctx, actor, id, field('why').slice(0, 500))
      return undefined
    case 'lift':
      await letBackIn(ctx, actor, id)
      return undefined
    case 'sessions':
      await endSessions(ctx, actor, id)
      return undefined
    case 'remove':
      await removePerson(ctx, actor, id, field('handle'))
      return '/admin/users'
    default:
      throw new AppError(400, 'This form does not say what to do.')
  }
}
