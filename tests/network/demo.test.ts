// `npm run demo` ended at several moments: nothing of it may be left.
import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { chmod, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'

const main = new URL('../../deploy/demo/main.ts', import.meta.url).pathname
let folder = ''
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'skypanel-demo-test-'))
  await chmod(folder, 0o711)
})
after(() => rm(folder, { recursive: true, force: true }))

type Started = { child: ChildProcess; mark: string; said: () => string; line: Promise<string> }

function startDemo(...words: string[]): Started {
  const mark = randomUUID()
  const env = { ...process.env, TMPDIR: folder, DEMO_TEST_MARK: mark }
  const child = spawn(process.execPath, [main, ...words], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  const line = new Promise<string>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        said += text
      })
    }
    child.stdout?.once('data', resolve)
    child.once('exit', () => resolve(''))
  })
  return { child, mark, said: () => said, line }
}

/** Resolves when the demo has said what matches. */
async function until({ child, said }: Started, pattern: RegExp): Promise<void> {
  while (!pattern.test(said())) {
    if (child.exitCode !== null) throw new Error(`ended before ${pattern}: ${said()}`)
    await Promise.race([once(child.stderr ?? child, 'data'), once(child.stdout ?? child, 'data'), once(child, 'exit')])
  }
}

/** Ids of processes that were started by the demo with this mark, themselves or through others (Linux). */
async function leftProcesses(mark: string): Promise<string[]> {
  if (process.platform !== 'linux') return []
  const left: string[] = []
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '')
    if (environment.includes(mark)) left.push(await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => pid))
  }
  return left
}

async function assertNothingLeft({ mark, said }: Started): Promise<void> {
  assert.deepEqual(await leftProcesses(mark), [], said())
  assert.deepEqual(await readdir(folder), [], said())
}

for (const [signal, moment] of [
  ['SIGINT', /network: PostgreSQL/],
  ['SIGTERM', /seed: \d+ people move in/],
] as const) {
  test(`${signal} at “${moment.source}” leaves nothing behind`, async () => {
    const demo = startDemo('--port', '21610')
    await until(demo, moment)
    demo.child.kill(signal)
    const [code] = await once(demo.child, 'exit')
    assert.equal(code, 0, demo.said())
    await assertNothingLeft(demo)
  })
}

test('one line of JSON says how to use it; the port that was taken is passed over; SIGTERM ends all', async () => {
  const taken = createServer().listen(21620, '127.0.0.1')
  await once(taken, 'listening')
  try {
    const demo = startDemo('--json', '--port', '21620')
    const line = await demo.line
    assert.match(line, /^\{.*\}\n$/, demo.said())
    const { url, accounts, pds, appview, plc, firehose } = JSON.parse(line)
    assert.match(demo.said(), /port 21620 is taken, using 2162\d/)
    assert.deepEqual(Object.keys(accounts[0]).sort(), ['did', 'handle', 'password'])
    assert.match(firehose, /^ws:/)
    for (const address of [url, `${pds}/xrpc/_health`, `${appview}/xrpc/_health`, `${plc}/_health`]) {
      assert.equal((await fetch(address)).status, 200, address)
    }
    demo.child.kill('SIGTERM')
    const [code] = await once(demo.child, 'exit')
    assert.equal(code, 0, demo.said())
    await assertNothingLeft(demo)
    for (const address of [url, pds, appview, plc]) await assert.rejects(fetch(address), /fetch failed/)
  } finally {
    taken.close()
  }
})

test('--check walks the main path, says so, and ends everything', async () => {
  const demo = startDemo('--check', '--port', '21640')
  const [code] = await once(demo.child, 'exit')
  assert.equal(code, 0, demo.said())
  assert.match(demo.said(), /^ +1 .*[\s\S]*\n +12 signed out .*\ndemo ok in \d+\.\d s\n$/m)
  await assertNothingLeft(demo)
})

test('an option nobody knows is answered with a sentence and the usage', async () => {
  const demo = startDemo('--prot', '9')
  const [code] = await once(demo.child, 'exit')
  assert.equal(code, 2)
  assert.match(demo.said(), /'--prot'[\s\S]*npm run demo \[-- OPTIONS\]/)
})
