// Where the build has put a process of SkyPanel: it starts in a third of the time that its sources take.
import { join } from 'node:path'

/** The file of `web`, `stream` or `supervisor`. tests/run.ts builds before it runs anything. */
export function builtProcess(name: string): string {
  return join(import.meta.dirname, '..', 'dist', 'server', 'app', `${name}.js`)
}
