import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { openDatabase } from '../client.ts'
import { migrateUp } from '../migrate.ts'
import { insertAudit, listAudit } from './audit-log.ts'
import { findBoxSetting, saveBoxSetting } from './box-settings.ts'
import { deleteOpenInvite, findInviteNote, insertInvite } from './invites.ts'
import { changeRole, countPeople, findPerson, insertPerson, liftSuspension, listPeople, suspendUser } from './people.ts'
import { findSession, insertSession } from './sessions.ts'
import { deleteUser, recordSignIn } from './users.ts'

async function open() {
  const db = await openDatabase('main', ':memory:', { access: 'write' })
  await migrateUp(db, { name: 'main', folder: join(import.meta.dirname, '..', 'migrations') }, 0)
  return db
}

test('pages of people, without gaps and twice nobody; a search takes % and _ as they are', async () => {
  const db = await open()
  for (let n = 0; n < 23; n++) {
    await insertPerson(
      db,
      { did: `did:plc:${n}`, handle: n % 2 ? `odd_${n}.test` : `even${n}.test`, role: 'member' },
      n,
    )
  }
  const seen: number[] = []
  for (let before: number | undefined; ; ) {
    const page = await listPeople(db, {}, { before, limit: 5, now: 100 })
    seen.push(...page.map(({ id }) => id))
    before = page.at(-1)?.id
    if (page.length < 5) break
  }
  assert.deepEqual(
    seen,
    Array.from({ length: 23 }, (_, n) => 23 - n),
  )
  const find = async (search: string) =>
    (await listPeople(db, { search }, { before: undefined, limit: 50, now: 1 })).length
  assert.deepEqual(
    [
      await find('odd_'),
      await find('_'),
      await find('%'),
      await find('EVEN'),
      await find('did:plc:7'),
      await find('\\'),
    ],
    [11, 11, 0, 12, 1, 0],
  )
  assert.equal(await insertPerson(db, { did: 'did:plc:7', handle: 'x.test', role: 'reader' }, 1), false)
})

test('whoever is suspended has no session; the last administrator who may come in stays, of two at once as well', async () => {
  const db = await open()
  const one = await recordSignIn(db, { did: 'did:plc:1', handle: 'one.test' }, 1)
  const two = await recordSignIn(db, { did: 'did:plc:2', handle: 'two.test' }, 2)
  assert.deepEqual(await countPeople(db), { administrator: 1, member: 1, reader: 0, suspended: 0 })
  assert.equal(await changeRole(db, one, 'member'), false)
  assert.equal(await suspendUser(db, one, 5), false)

  const times = { createdAt: 3, lastSeenAt: 3, expiresAt: 100 }
  const session = (userId: number) => ({ userId, tokenHash: `t${userId}`, deviceHash: null, userAgent: '', ...times })
  for (const id of [one, two]) await insertSession(db, { ...session(id), kind: 'oauth' })
  assert.deepEqual((await findPerson(db, { handle: 'two.test' }, 50))?.sessions, 1)
  assert.equal(await suspendUser(db, two, 5), true)
  assert.equal(await suspendUser(db, two, 6), false)
  await insertSession(db, { ...session(two), kind: 'oauth' })
  assert.equal(await findSession(db, 't2', 50), undefined, 'one that was made at the same moment is worth nothing')
  assert.ok(await findSession(db, 't1', 50))

  await changeRole(db, two, 'administrator')
  assert.equal(await changeRole(db, one, 'reader'), false, 'the other one may not come in')
  assert.equal(await liftSuspension(db, two), true)
  const done = await Promise.all([changeRole(db, one, 'member'), changeRole(db, two, 'member')])
  assert.deepEqual(done, [true, false])
})

test('an act and its line are both there, or neither is', async () => {
  const db = await open()
  const one = await recordSignIn(db, { did: 'did:plc:1', handle: 'one.test' }, 1)
  const two = await recordSignIn(db, { did: 'did:plc:2', handle: 'two.test' }, 2)
  const line = (action: string) => ({
    ...{ at: 5, actor: 'one.test', actorDid: null, address: null, action },
    ...{ subject: 'two.test', subjectDid: 'did:plc:2', detail: '' },
  })
  const written = async () =>
    (await listAudit(db, {}, { before: undefined, limit: 9 })).map(({ action, subject }) => `${action} ${subject}`)
  const invite = { codeHash: 'c', note: '', role: 'member' as const, madeBy: 'one.test', createdAt: 1, expiresAt: 9 }
  await changeRole(db, one, 'reader', line('refused'))
  await liftSuspension(db, two, line('nothing'))
  assert.deepEqual(await written(), [])
  await changeRole(db, two, 'reader', line('role'))
  await suspendUser(db, two, 5, line('suspend'))
  const id = await insertInvite(db, invite, line('invite'))
  assert.deepEqual(await written(), [`invite invitation ${id}`, 'suspend two.test', 'role two.test'])

  await db.$client.execute("CREATE TRIGGER full BEFORE INSERT ON audit_log BEGIN SELECT RAISE(ABORT, 'full'); END")
  const acts = [
    changeRole(db, two, 'member', line('role')),
    liftSuspension(db, two, line('lift')),
    insertPerson(db, { did: 'did:plc:3', handle: 'three.test', role: 'member' }, 1, line('add')),
    deleteOpenInvite(db, id, line('withdraw')),
    saveBoxSetting(db, { name: 'sign-up', value: 'open' }, 1, line('save')),
    deleteUser(db, two, undefined, line('remove')),
  ]
  for (const { status } of await Promise.allSettled(acts)) assert.equal(status, 'rejected')
  const { role, suspendedAt } = (await findPerson(db, { id: two }, 1)) ?? {}
  assert.deepEqual([role, suspendedAt, await findInviteNote(db, id)], ['reader', 5, ''])
  assert.deepEqual(
    [await findPerson(db, { handle: 'three.test' }, 1), await findBoxSetting(db, 'sign-up')],
    [undefined, undefined],
  )
})

test('pages of the audit log, by kind, person and time', async () => {
  const db = await open()
  const row = { actorDid: null, subjectDid: null, detail: '', address: null }
  for (let at = 1; at <= 9; at++) {
    const action = at % 3 ? 'person.role' : 'invite.make'
    await insertAudit(db, { ...row, at, actor: 'one.test', subject: at > 6 ? 'one.test' : 'two.test', action })
  }
  const read = async (filter: object, before?: number) =>
    (await listAudit(db, filter, { before, limit: 4 })).map(({ at }) => at)
  assert.deepEqual(
    [await read({}), await read({}, 6)],
    [
      [9, 8, 7, 6],
      [5, 4, 3, 2],
    ],
  )
  assert.deepEqual(await read({ action: 'invite.make' }), [9, 6, 3])
  assert.deepEqual(await read({ person: 'two.test', since: 4 }), [6, 5, 4])
})
