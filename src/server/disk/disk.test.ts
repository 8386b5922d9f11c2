import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { pino } from 'pino'
import { openDatabase } from '#db/client.ts'
import { migrateUp } from '#db/migrate.ts'
import { readCursor } from '#db/queries/firehose.ts'
import { waitFor } from '../../../tests/wait-for.ts'
import { createIndexWriter } from '../ingest/index-writer.ts'
import { keepBallast } from './keep-ballast.ts'
import { freeBytes, watchDisk } from './watch-disk.ts'

/** A disk with as much room as is said, and a log. */
function makeDisk(t: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), 'skypanel-disk-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const said: string[] = []
  const log = pino({}, { write: (line: string) => void said.push(line) })
  const disk = { free: 0, looks: 0 }
  const probe = async () => {
    disk.looks++
    return disk.free
  }
  /** Until it has been looked at three times more. */
  const looks = async () => {
    const before = disk.looks
    await waitFor('it is looked at', async () => disk.looks > before + 2)
  }
  return { folder, log, said, disk, probe, looks }
}

describe('a disk that is nearly full', () => {
  it('holds back what can be had again, until there is a fifth more room', async (t) => {
    const { folder, log, said, disk, probe, looks } = makeDisk(t)
    const stop = new AbortController()
    t.after(() => stop.abort())
    disk.free = 1000
    let tells = 0
    const onFull = () => void tells++
    const hasRoom = watchDisk({ folder, reserve: 1000, log, signal: stop.signal, probe, every: 5, onFull })
    assert.equal(hasRoom(), true)
    disk.free = 999
    await waitFor('it is seen', async () => !hasRoom())
    assert.match(said.join(''), /nearly full: the firehose waits, people can go on/)
    disk.free = 1100
    await looks()
    assert.equal(hasRoom(), false)
    disk.free = 1200
    await waitFor('it is seen', async () => hasRoom())
    assert.match(said.join(''), /has room again/)
    assert.equal(tells, 1)
  })

  it('is given the ballast, which is made again when there is room', async (t) => {
    const { folder, log, disk, probe, looks } = makeDisk(t)
    const bytes = 2_500_000
    const file = join(folder, 'ballast')
    disk.free = 10_000_000
    t.after(keepBallast({ folder, bytes, log, probe, pace: { first: 0, every: 5 } }))
    await waitFor('there is ballast', async () => existsSync(file))
    assert.equal(statSync(file).size, bytes)
    disk.free = bytes - 1
    await waitFor('it is given up', async () => !existsSync(file))
    disk.free = bytes * 2
    await looks()
    assert.equal(existsSync(file), false)
    disk.free = 10_000_000
    await waitFor('it is there again', async () => existsSync(file))
  })

  it('keeps the index and its cursor as they are, and goes on from there', async (t) => {
    const { folder, log } = makeDisk(t)
    const db = await openDatabase('index', `file:${join(folder, 'index.db')}`, { access: 'write' })
    t.after(() => db.$client.close())
    await migrateUp(db, { name: 'index', folder: join(import.meta.dirname, '../../../db/migrations') }, 1)
    let cursor = 1
    let hasRoom = true
    const writer = createIndexWriter({
      ...{ db, log, source: 'here', now: Date.now, cursor: () => cursor, withCursor: () => [] },
      onWritten: () => undefined,
      mayWrite: () => hasRoom,
    })
    await writer.flush()
    assert.equal(await readCursor(db, 'here'), 1)
    hasRoom = false
    cursor = 2
    writer.add([{ type: 'gap', reason: 'test', fromSeq: 1, toSeq: 2, now: 1 }])
    await writer.flush()
    assert.deepEqual([await readCursor(db, 'here'), writer.waiting], [1, 1])
    hasRoom = true
    await waitFor('it goes on by itself', async () => (await readCursor(db, 'here')) === 2)
    assert.equal(writer.waiting, 0)
    writer.stop()
  })

  it('is asked how much room there is', async (t) => {
    assert.ok((await freeBytes(makeDisk(t).folder)) > 0)
  })
})
