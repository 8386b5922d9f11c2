// `skypanel user …`: the people of this box.
import type { PersonOfBox } from '#types/administration.ts'
import type { Role } from '#types/viewer.ts'
import { readConfig } from '../config.ts'
import { type Command, Failure, type Invocation, type Option, type Terminal, UsageError } from './command.ts'
import { give } from './open-box.ts'

const where = 'Run it where SkyPanel runs, as the one who owns its data folder.'
const roles: Role[] = ['administrator', 'member', 'reader']
const roleOption = (standard: string): Record<string, Option> => ({
  role: { type: 'string', value: 'role', description: `administrator, member or reader (${standard})` },
})

export const list: Command = {
  usage: '[part of a handle, or a DID]',
  help: `${where}\nSays the one-time code of /setup while nobody administers the box.`,
  async run({ words: [search = '', ...more], environment, terminal }) {
    if (more.length > 0) throw new UsageError('Name one part of a handle at most.')
    const { invites = [], setupCode, ...first } = await give(environment, { act: 'list', search })
    const people = [...(first.people ?? [])]
    for (let { cursor } = first; cursor; ) {
      const page = await give(environment, { act: 'list', search, cursor })
      people.push(...(page.people ?? []))
      cursor = page.cursor
    }
    const width = Math.max(0, ...people.map(({ handle }) => handle.length))
    for (const person of people) terminal.say(describe(terminal, person, width))
    const open = invites.filter(({ state }) => state === 'open').length
    if (people.length === 0) terminal.note('Nobody like that is here.')
    if (open > 0) terminal.note(open === 1 ? 'One invitation is open.' : `${open} invitations are open.`)
    if (setupCode) terminal.note(`Nobody administers this box yet. Enter this code at /setup, once: ${setupCode}`)
    terminal.json({ people, invites, setupCode: setupCode ?? null })
    return 0
  },
}

export const add: Command = {
  usage: '<handle or DID> [--role role]',
  help: `Lets somebody sign in who was never here, whatever SIGN_UP says.\n${where}`,
  options: roleOption('member'),
  async run(invocation) {
    return tell(invocation, 'Added', { act: 'add', who: oneName(invocation), role: readRole(invocation, 'member') })
  },
}

export const promote: Command = {
  usage: '<handle or DID> [--role role]',
  help: `Gives somebody another role; --role member or reader takes rights away.\n${where}`,
  options: roleOption('administrator'),
  async run(invocation) {
    return tell(invocation, 'Changed', {
      act: 'role',
      who: oneName(invocation),
      role: readRole(invocation, 'administrator'),
    })
  },
}

export const suspend: Command = {
  usage: '<handle or DID> [--why text | --lift]',
  help: `Ends every browser of theirs and refuses sign-in, until it is lifted.\n${where}`,
  options: {
    why: { type: 'string', value: 'text', description: 'Stands in the audit log only' },
    lift: { type: 'boolean', description: 'Let them in again' },
  },
  async run(invocation) {
    const { values } = invocation
    const who = oneName(invocation)
    if (values.lift) return tell(invocation, 'Lifted', { act: 'lift', who })
    return tell(invocation, 'Suspended', { act: 'suspend', who, why: String(values.why ?? '') })
  },
}

export const remove: Command = {
  usage: '<handle or DID> --yes',
  help: `With everything that this box keeps for them. Their account stays.\n${where}`,
  options: { yes: { type: 'boolean', short: 'y', description: 'Really' } },
  async run(invocation) {
    const who = oneName(invocation)
    if (invocation.values.yes !== true) throw new UsageError('Say --yes as well: what is removed is gone.')
    return tell(invocation, 'Removed', { act: 'remove', who })
  },
}

export const invite: Command = {
  usage: '[--for whom] [--role role] [--days number]',
  help: `Prints a link that lets one person in, once.\n${where}`,
  options: {
    for: { type: 'string', value: 'whom', description: 'For you to know later' },
    ...roleOption('member'),
    days: { type: 'string', value: 'number', description: 'How long it can be used, 1 to 90 (7)' },
  },
  async run(invocation) {
    const { words, values, environment, terminal } = invocation
    if (words.length > 0) throw new UsageError('Say whom it is for with --for.')
    const days = Number(values.days ?? 7)
    if (!Number.isInteger(days)) throw new UsageError('--days is a number.')
    const role = readRole(invocation, 'member')
    const { link, ends } = await give(environment, { act: 'invite', note: String(values.for ?? ''), role, days })
    terminal.say(link ?? '')
    terminal.note(`It works once, until ${ends}.`)
    terminal.json({ link, ends, role, host: readConfig(environment).publicUrl.host })
    return 0
  },
}

function oneName({ words: [who, ...more] }: Invocation): string {
  if (who === undefined || more.length > 0) throw new UsageError('Name one person: a handle or a DID.')
  return who
}

function readRole({ values }: Invocation, standard: Role): Role {
  const role = roles.find((name) => name === (values.role ?? standard))
  if (!role) throw new UsageError('A role is administrator, member or reader.')
  return role
}

async function tell(
  { environment, terminal }: Invocation,
  done: string,
  order: Parameters<typeof give>[1],
): Promise<number> {
  const { person } = await give(environment, order)
  if (!person) throw new Failure('The box did not say what came of it.')
  terminal.say(`${done}: ${describe(terminal, person, 0)}`)
  terminal.json(person)
  return 0
}

function describe(terminal: Terminal, { handle, did, role, suspendedAt, lastSeen, feeds }: PersonOfBox, width: number) {
  const state = suspendedAt ? terminal.paint('red', 'suspended') : role
  const seen = lastSeen ? `seen ${lastSeen.slice(0, 10)}` : 'never here'
  const more = `(${did}, ${seen}, ${feeds} ${feeds === 1 ? 'feed' : 'feeds'})`
  return `${handle.padEnd(width)}  ${state}  ${terminal.paint('dim', more)}`
}
