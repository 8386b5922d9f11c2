import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readOptions } from './read-options.ts'

test('nothing said means port 8080 and a demo to look at', () => {
  assert.deepEqual(readOptions([]), { port: 8080, json: false, check: false, help: false })
})

test('what is said is taken', () => {
  assert.deepEqual(readOptions(['--port', '9000', '--json']), { port: 9000, json: true, check: false, help: false })
})

for (const [words, complaint] of [
  [['--prot', '9000'], /'--prot'/],
  [['--port', 'eighty'], /not “eighty”/],
  [['--port', '70000'], /1 to 65535/],
  [['--port', '0'], /1 to 65535/],
  [['extra'], /'extra'/],
  [['--check', '--json'], /choose one/],
] as const) {
  test(`“${words.join(' ')}” is refused with a sentence`, () => assert.throws(() => readOptions([...words]), complaint))
}
