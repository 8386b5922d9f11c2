import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { test } from 'node:test'
import { choosePort } from './choose-port.ts'

test('a port is passed over when it, or the one after it, is taken', async () => {
  const free = await choosePort(21500)
  const taken = createServer().listen(free + 1, '127.0.0.1')
  await once(taken, 'listening')
  try {
    assert.ok((await choosePort(free)) >= free + 2)
  } finally {
    taken.close()
  }
})
