// What whoever runs a box can see of it and set: readiness, metrics, logs, settings, jobs, backups, diagnostics.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { useNetwork } from '../network.ts'
import { type Person, signInAs } from '../person.ts'
import { startServer, type TestServer } from '../server.ts'
import { waitFor } from '../wait-for.ts'

const network = await useNetwork()
const passphrase = 'a passphrase of backups'
const token = 'token-of-metrics-for-tests'
let server: TestServer
let administrator: Person

before(async () => {
  const settings = { SETUP_CODE: 'false', BACKUP_PASSPHRASE: passphrase, LOG_LEVEL: 'debug' }
  server = await startServer(network, { stream: true, settings })
  administrator = await signInAs(server, await network.createAccount(`watch-${randomBytes(2).toString('hex')}`))
})
after(() => server?.close())

const readJson = async (path: string) => (await administrator.get(path, { accept: 'application/json' })).json()
const readMetrics = async () => (await fetch(`${server.url}/metrics`)).text()

test('a box that works is ready, and says so for each check', async () => {
  const readiness = await waitFor('a box that is ready', async () => {
    const response = await fetch(`${server.url}/readyz`)
    const answer = (await response.json()) as { ready: boolean; checks: Record<string, { ok: boolean }> }
    assert.equal(response.status, answer.ready ? 200 : 503)
    return answer.ready && answer
  })
  assert.deepEqual(Object.keys(readiness.checks), ['database', 'migrations', 'ingest', 'upstream', 'disk'])
})

test('every answer has an id, which stands in the log', async () => {
  const given = await fetch(`${server.url}/healthz`, { headers: { 'x-request-id': 'from-a-proxy-7' } })
  assert.equal(given.headers.get('x-request-id'), 'from-a-proxy-7')
  const strange = await fetch(`${server.url}/healthz`, { headers: { 'x-request-id': 'with "quotes"' } })
  assert.match(strange.headers.get('x-request-id') ?? '', /^[\w-]{12}$/)
  const asked = await fetch(`${server.url}/profile/nobody.invalid?code=must-not-be-logged`)
  const id = asked.headers.get('x-request-id') ?? ''
  const lines = await waitFor('lines of the request', async () => {
    const found = server
      .log()
      .split('\n')
      .filter((line) => line.includes(id))
    return found.length > 0 && found
  })
  assert.ok(lines.some((line) => JSON.parse(line).route === '/profile/[actor]'))
  assert.doesNotMatch(server.log(), /must-not-be-logged/)
})

test('every metric that the dashboard and the alerts name is there, and routes are patterns', async () => {
  const folder = join(import.meta.dirname, '..', '..', 'deploy', 'monitoring')
  const named = ['grafana-dashboard.json', 'alerts.yml'].flatMap(
    (file) => readFileSync(join(folder, file), 'utf8').match(/skypanel_\w+/g) ?? [],
  )
  // The firehose is connected, or the box would not be ready: this one comes.
  await network.createAccount(`seen-${randomBytes(2).toString('hex')}`)
  await waitFor('an event of the firehose', async () => /skypanel_ingest_lag_seconds \d/.test(await readMetrics()))
  await administrator.post('/admin/backups')
  await waitFor(
    'a backup',
    async () => ((await readJson('/admin/backups')) as { backups: unknown[] }).backups.length === 1,
  )
  const text = await readMetrics()
  const exported = new Set([...text.matchAll(/^(skypanel_\w+)/gm)].map(([, name]) => name))
  assert.ok(named.length > 20)
  for (const name of new Set(named)) assert.ok(exported.has(name), `${name} is not exported`)
  assert.match(text, /route="\/profile\/\[actor\]"/)
  assert.doesNotMatch(text, /nobody\.invalid/)
})

test('the first page shows how the box is', async () => {
  const page = await (await administrator.get('/admin?span=week')).text()
  assert.match(page, /All is well|need/)
  assert.match(page, /<svg class="chart"[^>]*role="img" aria-label="Requests a minute of the last 7 days: /)
  const { groups } = (await readJson('/admin')) as { groups: { name: string; figures: { value?: number }[] }[] }
  assert.equal(groups.find(({ name }) => name === 'people')?.figures[0]?.value, 1)
})

test('the log is found by level, process and words, and followed', async () => {
  type Page = { lines: { level: string; process: string; message: string }[] }
  const web = (await readJson('/admin/logs?process=web&text=listening')) as Page
  assert.deepEqual(
    new Set(web.lines.map(({ process, message }) => `${process} ${message}`)),
    new Set(['web listening']),
  )
  const bad = (await readJson('/admin/logs?level=error&process=stream&text=nothing-says-this')) as Page
  assert.deepEqual(bad.lines, [])
  const leaving = new AbortController()
  const tail = await fetch(`${server.url}/admin/logs/tail?process=web&text=live-tail-of-the-test`, {
    headers: { cookie: administrator.cookie },
    signal: leaving.signal,
  })
  const reader = tail.body?.pipeThrough(new TextDecoderStream()).getReader()
  const id = `live-tail-of-the-test-${randomBytes(4).toString('hex')}`
  await fetch(`${server.url}/healthz`, { headers: { 'x-request-id': id } })
  let seen = ''
  while (!seen.includes(id)) {
    const { value, done } = (await reader?.read()) ?? { done: true }
    assert.ok(!done)
    seen += value
  }
  leaving.abort()
  await reader?.cancel().catch(() => undefined)
})

test('settings are checked, kept, and shown as fixed where they are', async () => {
  const wrong = await administrator.post('/admin/settings', { RATE_LIMIT_KEY: 'many', WINDOW_HOURS: '7' })
  assert.equal(wrong.status, 422)
  const text = await wrong.text()
  assert.match(text, /RATE_LIMIT_KEY must be a number/)
  assert.match(text, /value="many"/)
  const right = { RATE_LIMIT_KEY: '77', TERMS_URL: 'https://terms.example.org', METRICS_TOKEN: token, PORT: '1' }
  assert.equal((await administrator.post('/admin/settings', right)).status, 303)
  const page = await (await administrator.get('/admin/settings')).text()
  assert.match(page, /Restart SkyPanel to make this count: RATE_LIMIT_KEY\./)
  assert.match(page, /Set in the environment/)
  assert.ok(!page.includes(token) && !page.includes(passphrase))
  assert.doesNotMatch(page, /name="(PORT|DATA_DIR|FFMPEG|BACKUP_PASSPHRASE|METRICS_TOKEN)"/)
  assert.match(page, /value="https:\/\/terms\.example\.org"/)
  assert.equal((await fetch(`${server.url}/metrics`)).status, 200, 'a secret is not set in a browser')
  assert.match(await (await administrator.get('/admin/audit')).text(), /Settings changed/)
})

test('jobs say when they ran, and a backup is handed to whoever has just signed in', async () => {
  const { jobs } = (await readJson('/admin/jobs')) as { jobs: { name: string; process: string; state: string }[] }
  for (const name of ['backup', 'scheduled posts', 'window'])
    assert.ok(
      jobs.some((job) => job.name === name),
      name,
    )
  const { backups } = (await readJson('/admin/backups')) as { backups: { name: string; bytes: number }[] }
  const [made] = backups
  assert.match(made?.name ?? '', /\.tar\.gz\.age$/)
  const taken = await administrator.get(`/admin/backups/${made?.name}`)
  assert.equal(taken.status, 200)
  assert.equal((await taken.arrayBuffer()).byteLength, made?.bytes)
  assert.equal((await administrator.get('/admin/backups/skypanel-20200101T000000Z.tar.gz')).status, 404)
  assert.equal((await administrator.get('/admin/backups/..%2Fmain.db')).status, 404)
})

test('diagnostics say how the box is, and hold no secret', async () => {
  const response = await administrator.get('/admin/diagnostics')
  assert.match(response.headers.get('content-disposition') ?? '', /^attachment; filename="skypanel-diagnostics-/)
  const text = await response.text()
  const document = JSON.parse(text)
  assert.ok(document.version && document.readiness.checks && document.log.length > 0 && document.metrics.length > 20)
  const cookie = administrator.cookie.split('=')[1] ?? ''
  assert.ok(cookie.length > 40)
  for (const secret of [passphrase, token, cookie]) assert.ok(!text.includes(secret))
})
