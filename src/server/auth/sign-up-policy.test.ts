import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isAllowed, readAllowList } from './sign-up-policy.ts'

const ines = { did: 'did:plc:ggq7vsaaronehan7ycvmudez', handle: 'ines.sky.example.org' }

const entries: [string, boolean][] = [
  ['ines.sky.example.org', true],
  ['INES.Sky.Example.org', true],
  ['@ines.sky.example.org', true],
  ['*.example.org', true],
  ['*.sky.example.org', true],
  ['did:plc:ggq7vsaaronehan7ycvmudez', true],
  ['did:plc:GGQ7vsaaronehan7ycvmudez', false],
  ['did:plc:ggq7vsaaronehan7ycvmude', false],
  ['example.org', false],
  ['*.ines.sky.example.org', false],
  ['*.ample.org', false],
  ['*', false],
  ['*.', false],
  ['', false],
]

for (const [entry, isIn] of entries) {
  test(`“${entry}” ${isIn ? 'takes her in' : 'does not'}`, () => assert.equal(isAllowed([entry], ines), isIn))
}

test('somebody whose handle cannot be proven is known by their DID alone', () => {
  const unproven = { did: ines.did, handle: ines.did }
  assert.equal(isAllowed(['*.example.org', 'ines.sky.example.org'], unproven), false)
  assert.equal(isAllowed([ines.did], unproven), true)
})

test('a typed list: one a line or with commas, each once, and what is no entry', () => {
  const typed = '@Ines.Example.org, *.Example.org\n\n did:web:Example.org:x  ines.example.org'
  assert.deepEqual(readAllowList(typed), {
    allow: ['ines.example.org', '*.example.org', 'did:web:Example.org:x'],
    wrong: [],
  })
  const wrong = ['example', '*.org', 'a..b.org', 'a*.org', 'did:', 'https://a.org', '-', 'a.org/x']
  assert.deepEqual(readAllowList(wrong.join(' ')).wrong, wrong)
  assert.deepEqual(readAllowList(' \n'), { allow: [], wrong: [] })
})
