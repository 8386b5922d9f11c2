// Which process is at work in a folder: its id and when it began, so that a number given out again is not taken for it.
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'

type Identity = {
  pid: number
  /** In ticks since the machine started; undefined where there is no /proc. */
  started?: string | undefined
}

/** Who a process is. @returns undefined when there is no such process */
export function identify(pid: number): Identity | undefined {
  try {
    process.kill(pid, 0)
  } catch (error) {
    // EPERM: it is there, and somebody else's.
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'EPERM') return undefined
  }
  return { pid, started: readStart(pid) }
}

/** Whether this very process is alive; by its number alone where nothing better is known. */
export function isAlive({ pid, started }: Identity): boolean {
  const now = identify(pid)
  return now !== undefined && (started === undefined || now.started === started)
}

/** Writes down that `pid` is at work, over what was there: nobody reads half of it. */
export function writeProcessFile(file: string, pid: number): void {
  const made = `${file}.${pid}`
  writeFileSync(made, `${JSON.stringify(identify(pid) ?? { pid })}\n`, { mode: 0o600 })
  renameSync(made, file)
}

/** The process of a file, while it is alive. */
export function readProcessFile(file: string): number | undefined {
  const identity = read(file)
  return identity && isAlive(identity) ? identity.pid : undefined
}

/** Takes the file away, if it is about `pid`. */
export function clearProcessFile(file: string, pid: number): void {
  if (read(file)?.pid === pid) rmSync(file, { force: true })
}

function read(file: string): Identity | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'))
    if (typeof value !== 'object' || value === null || !('pid' in value)) return undefined
    const { pid } = value
    if (typeof pid !== 'number' || !Number.isSafeInteger(pid) || pid < 1) return undefined
    return { pid, started: 'started' in value && typeof value.started === 'string' ? value.started : undefined }
  } catch {
    return undefined
  }
}

/** proc(5), /proc/pid/stat: field 22, counted after the name, which may hold spaces and brackets. */
function readStart(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return state === 'Z' ? 'ended' : fields[18]
  } catch {
    return undefined
  }
}
