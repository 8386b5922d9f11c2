import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { openDatabase } from '../client.ts'
import { migrateUp } from '../migrate.ts'
import { users } from '../schema/main.ts'
import { recordSignIn } from './users.ts'

test('of people who come first at once, one is the administrator; who comes back keeps id and role', async () => {
  const db = await openDatabase('main', ':memory:', { access: 'write' })
  await migrateUp(db, { name: 'main', folder: join(import.meta.dirname, '..', 'migrations') }, 0)
  const people = Array.from({ length: 10 }, (_, n) => ({ did: `did:plc:${n}`, handle: `${n}.test` }))
  const ids = await Promise.all(people.map((person) => recordSignIn(db, person, 1)))
  assert.equal(new Set(ids).size, 10)
  const roles = (await db.select().from(users)).map(({ role }) => role)
  assert.equal(roles.filter((role) => role === 'administrator').length, 1)

  assert.equal(await recordSignIn(db, { did: 'did:plc:0', handle: 'new.test' }, 2), ids[0])
  const [again] = (await db.select().from(users)).filter(({ did }) => did === 'did:plc:0')
  assert.deepEqual(
    { ...again, id: ids[0] },
    {
      id: ids[0],
      did: 'did:plc:0',
      handle: 'new.test',
      role: roles[0],
      createdAt: 1,
      lastSignedInAt: 2,
      suspendedAt: null,
    },
  )
})
