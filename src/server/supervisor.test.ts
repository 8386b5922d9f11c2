import assert from 'node:assert/strict'
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, it, type TestContext } from 'node:test'
import { builtProcess } from '../../tests/built-process.ts'
import { findPort } from '../../tests/find-port.ts'
import { waitFor } from '../../tests/wait-for.ts'
import { extendEnvironment } from './config.ts'

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    (response) => response.ok,
    () => false,
  )
}

/** A supervisor on a folder and ports of its own, and the process ids it has told of. */
async function startSupervisor(t: TestContext, settings: Record<string, string> = {}) {
  const dataDir = mkdtempSync(join(tmpdir(), 'skypanel-supervisor-'))
  const [port, streamPort, relayPort] = [await findPort(), await findPort(), await findPort()]
  const child: ChildProcess = fork(builtProcess('supervisor'), {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: extendEnvironment({
      DATA_DIR: dataDir,
      PORT: String(port),
      STREAM_PORT: String(streamPort),
      RELAY_URL: `ws://127.0.0.1:${relayPort}`,
      PLC_URL: `http://127.0.0.1:${relayPort}`,
      ALLOW_PRIVATE_NETWORK: 'true',
      ...settings,
    }),
  })
  const pids: Record<string, number[]> = { web: [], stream: [] }
  const errors: string[] = []
  if (child.stdout) {
    createInterface(child.stdout).on('line', (line) => {
      const entry = line.startsWith('{') ? JSON.parse(line) : {}
      if (entry.msg === 'process started') pids[entry.process]?.push(entry.child)
    })
  }
  child.stderr?.on('data', (chunk) => errors.push(String(chunk)))
  t.after(() => {
    child.kill('SIGKILL')
    rmSync(dataDir, { recursive: true })
  })
  return { child, pids, errors, url: `http://127.0.0.1:${port}/healthz` }
}

describe('supervisor', () => {
  it('starts a process again that died, and takes both along when it is killed itself', async (t) => {
    const { child, pids, url } = await startSupervisor(t)
    await waitFor('the first answer', () => answers(url))
    for (const name of ['web', 'stream']) {
      const [first] = pids[name] ?? []
      assert(first)
      process.kill(first, 'SIGKILL')
      await waitFor(`a new ${name}`, async () => pids[name]?.length === 2)
    }
    await waitFor('an answer of the new web', () => answers(url))
    child.kill('SIGKILL')
    await waitFor('the end of both', async () => !Object.values(pids).flat().some(isAlive))
  })

  it('says what is wrong with the configuration and ends with 2', async (t) => {
    const { child, errors } = await startSupervisor(t, { PORT: 'eighty', LOG_LEVEL: 'loud' })
    assert.deepEqual(await once(child, 'exit'), [2, null])
    assert.match(errors.join(''), /PORT must be a port number[\s\S]*LOG_LEVEL must be/)
  })

  it('says that its folder cannot be written, with the cure, and ends with 1', async (t) => {
    const { child, errors } = await startSupervisor(t, { DATA_DIR: join(import.meta.filename, 'data') })
    assert.deepEqual(await once(child, 'exit'), [1, null])
    assert.match(errors.join(''), /data cannot be written: .+\.\nGive it to the user/)
  })
})
