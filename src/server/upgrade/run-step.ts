// Runs the command line of a release, as the owner of the data: what root writes there nobody else could change.
import { spawn } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { identify } from '../life/process-file.ts'

/** Told who is at work, as soon as that is known. */
export type OnChild = (child: { pid: number; started?: string | undefined }) => void

type Step = {
  release: string
  words: string[]
  dataDir: string
  environment: NodeJS.ProcessEnv
  onChild?: OnChild | undefined
}

/** Waits for a word before it begins, as the same process: nobody is at work of whom it is not written down. */
const gate = 'read -r go && exec "$0" "$@"'

/** @returns what it printed. @throws Error with its last words when it fails */
export function runStep({ release, words, dataDir, environment, onChild }: Step): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('/bin/sh', ['-c', gate, join(release, 'skypanel'), ...words], {
      env: environment,
      stdio: ['pipe', 'pipe', 'pipe'],
      ...ownerOf(dataDir),
    })
    const identity = child.pid === undefined ? undefined : identify(child.pid)
    if (identity) onChild?.(identity)
    child.stdin.on('error', () => {})
    child.stdin.end('go\n')
    let [said, noted] = ['', '']
    child.stdout.on('data', (part) => {
      said += part
    })
    child.stderr.on('data', (part) => {
      noted = `${noted}${part}`.slice(-2000)
    })
    child.once('error', reject)
    child.once('close', (code, signal) => {
      if (code === 0) return resolve(said)
      reject(new Error(`\`skypanel ${words.join(' ')}\` ended with ${signal ?? code}: ${readReason(noted)}`))
    })
  })
}

/** The message of an error that nobody caught, or whatever was said. */
function readReason(noted: string): string {
  return /^\w*Error: .*$/m.exec(noted)?.[0] ?? noted.trim()
}

/** Who a process for the data shall be: only root may be somebody else. */
function ownerOf(dataDir: string): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0 || !existsSync(dataDir)) return {}
  const { uid, gid } = statSync(dataDir)
  return uid === 0 ? {} : { uid, gid }
}
