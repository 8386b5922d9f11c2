// What the command line does to people of this box: an order, and what it answers.
import { z } from 'zod'
import type { Invite, PersonOfBox } from '#types/administration.ts'
import type { Role } from '#types/viewer.ts'
import { keepSetupCode } from '../auth/setup-code.ts'
import type { WebContext } from '../context.ts'
import { addPerson, findSomebody, giveRole, letBackIn, removePerson, suspendPerson } from './change-person.ts'
import { makeInvite, readInvites } from './invite-people.ts'
import { readPeople } from './read-people.ts'
import type { Actor } from './record-act.ts'
import { isUnset } from './set-up.ts'

const role = z.enum(['administrator', 'member', 'reader'] satisfies Role[])
const who = z.string().min(1).max(300)

export const orderSchema = z.discriminatedUnion('act', [
  z.strictObject({
    act: z.literal('list'),
    search: z.string().max(300).optional(),
    cursor: z.string().max(20).optional(),
  }),
  z.strictObject({ act: z.literal('add'), who, role }),
  z.strictObject({ act: z.literal('remove'), who }),
  z.strictObject({ act: z.literal('role'), who, role }),
  z.strictObject({ act: z.literal('suspend'), who, why: z.string().max(500) }),
  z.strictObject({ act: z.literal('lift'), who }),
  z.strictObject({ act: z.literal('invite'), note: z.string().max(200), role, days: z.number() }),
])

export type Order = z.infer<typeof orderSchema>

/** `list` answers people and invitations, and the setup code while nobody administers the box; others what came of it. */
export type Outcome = {
  people?: PersonOfBox[]
  cursor?: string | undefined
  invites?: Invite[]
  setupCode?: string | undefined
  person?: PersonOfBox
  link?: string
  ends?: string
}

const operator: Actor = { name: 'command line' }

/** @throws AppError with a sentence */
export async function operate(ctx: WebContext, order: Order): Promise<Outcome> {
  switch (order.act) {
    case 'list': {
      const query = new URLSearchParams({ q: order.search ?? '', cursor: order.cursor ?? '' })
      const { people, cursor } = await readPeople(ctx, query)
      const setupCode = (await isUnset(ctx)) ? keepSetupCode(ctx.config.dataDir) : undefined
      return { people, cursor, invites: await readInvites(ctx), setupCode }
    }
    case 'add':
      return { person: await addPerson(ctx, operator, order.who, order.role) }
    case 'invite': {
      const { link, ends } = await makeInvite(ctx, operator, order)
      return { link, ends }
    }
    default: {
      const { id, did } = await findSomebody(ctx, order.who)
      if (order.act === 'role') return { person: await giveRole(ctx, operator, id, order.role) }
      if (order.act === 'suspend') return { person: await suspendPerson(ctx, operator, id, order.why) }
      if (order.act === 'lift') return { person: await letBackIn(ctx, operator, id) }
      return { person: await removePerson(ctx, operator, id, did) }
    }
  }
}
