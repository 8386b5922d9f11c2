// The command line beside a SkyPanel that runs.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runHere } from '../command-line.ts'
import { useNetwork } from '../network.ts'
import { startServer } from '../server.ts'

const network = await useNetwork()

test('says that it runs, that all is well, and refuses what would harm it', async (t) => {
  const server = await startServer(network, { stream: true })
  t.after(server.close)
  const { port } = new URL(server.url)
  const environment = {
    ...network.settings,
    DATA_DIR: server.dataDir,
    PORT: port,
    STREAM_PORT: server.streamPort,
    PATH: process.env.PATH,
  }

  const status = await runHere(environment, 'status', '--json')
  assert.equal(status.code, 0)
  const { web, stream } = JSON.parse(status.said)
  assert.equal(web, true)
  assert.equal(stream.source, new URL(network.firehoseUrl).host)

  const doctor = await runHere(environment, 'doctor', '--json')
  const bad = JSON.parse(doctor.said).filter(({ state }: { state: string }) => state === 'bad')
  assert.deepEqual([bad, doctor.code], [[], 0])

  const again = await runHere(environment, 'start')
  assert.deepEqual([again.code, again.noted], [1, `SkyPanel runs already, at http://127.0.0.1:${port}.`])

  for (const words of [
    ['restore', 'skypanel-20261121T000000Z.tar.gz'],
    ['db', 'vacuum'],
  ]) {
    const made = await runHere(environment, 'backup', '--out', server.dataDir, '--json')
    const file = JSON.parse(made.said).file
    const refused = await runHere(environment, ...words.map((word) => (word.endsWith('.gz') ? file : word)))
    assert.equal(refused.code, 1)
    assert.match(refused.noted, /SkyPanel runs at .* Stop it first/)
  }
})

test('says that nothing runs', async () => {
  const environment = { ...network.settings, PORT: '1', STREAM_PORT: '2', DATA_DIR: 'nowhere' }
  const { code, said } = await runHere(environment, 'status')
  assert.equal(code, 1)
  assert.match(said, /^web +does not answer\nstream +does not answer$/)
})
