// What people paste, and files that other programs write.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AppError } from '../app-error.ts'
import { joinPeople, mostRows, parsePeople, parsePeopleFile } from './parse-people.ts'

const plc = 'did:plc:z72i7hdynmk6r22z27h6tvur'
const fileOf = (text: string) => parsePeopleFile(new TextEncoder().encode(text))

test('handles, DIDs and links, however they are parted', () => {
  const text = `@Ines.test, kenji.test;wren.test
    ${plc}  https://bsky.app/profile/omar.test https://bsky.app/profile/${plc}/post/3k
    at://lena.test/app.bsky.graph.list/3k <yael.test> "piotr.test" ines.test.`
  const expected = ['ines.test', 'kenji.test', 'wren.test', plc, 'omar.test', 'lena.test', 'yael.test', 'piotr.test']
  assert.deepEqual(parsePeople(text), { wanted: expected, strange: [] })
})

test('what names nobody is told apart', () => {
  assert.deepEqual(parsePeople('ines.test hello ../../etc @ 🦋.test a..b did: did:plc: x.1'), {
    wanted: ['ines.test'],
    strange: ['hello', '../../etc', '@', '🦋.test', 'a..b', 'did:', 'did:plc:', 'x.1'],
  })
  assert.deepEqual(parsePeople(' ,;\n'), { wanted: [], strange: [] })
  assert.equal(parsePeople('x'.repeat(100_000)).strange[0]?.length, 80)
})

test('a file with or without column names, with any of the marks between columns', () => {
  assert.deepEqual(fileOf(`\ufeffname,handle\n"Ines, the first",@ines.test\nKenji,kenji.test\n`), {
    wanted: ['ines.test', 'kenji.test'],
    strange: [],
  })
  assert.deepEqual(fileOf(`ines.test;x\n${plc};y`), { wanted: ['ines.test', plc], strange: [] })
  assert.deepEqual(fileOf('a\tb\nInes\tines.test\nNobody\t-\n'), { wanted: ['ines.test'], strange: ['Nobody'] })
  assert.deepEqual(fileOf(`=cmd|' /C calc'!A0,ines.test`), { wanted: ['ines.test'], strange: [] })
  assert.deepEqual(fileOf(''), { wanted: [], strange: [] })
})

test('what is no such file is refused', () => {
  for (const bytes of [new Uint8Array([0xff, 0xd8, 0xff, 0x00]), new TextEncoder().encode(`"${'x'.repeat(200_000)}`)]) {
    assert.throws(
      () => parsePeopleFile(bytes),
      (error) => error instanceof AppError && error.status === 422,
    )
  }
})

test('both together are each once, not nobody, and not without end', () => {
  const one = { wanted: ['a.test'], strange: ['?'] }
  assert.deepEqual(joinPeople([one, { wanted: ['a.test', 'b.test'], strange: [] }]), {
    wanted: ['a.test', 'b.test'],
    strange: ['?'],
  })
  assert.throws(() => joinPeople([]), /Name at least one/)
  const many = { wanted: Array.from({ length: mostRows + 1 }, (_, at) => `p${at}.test`), strange: [] }
  assert.throws(
    () => joinPeople([many]),
    (error) => error instanceof AppError && error.status === 413,
  )
})
