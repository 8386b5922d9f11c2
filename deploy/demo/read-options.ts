// The demo's command line.
import { parseArgs } from 'node:util'

export type DemoOptions = { port: number; json: boolean; check: boolean; help: boolean }

export const usage = `npm run demo [-- OPTIONS]

  --port N   serve on http://127.0.0.1:N (8080; when it is taken, the next free one)
  --check    start everything, walk the main path, stop; exits 0 when all is well
  --json     when ready, print one line of JSON on stdout (everything else goes to stderr), and go on running
  --help     this`

/** Reads the words after `npm run demo --`. Throws an Error with a sentence for the person who typed them. */
export function readOptions(words: string[]): DemoOptions {
  const { values } = parseWords(words)
  const port = Number(values.port ?? 8080)
  if (!/^\d+$/.test(values.port ?? '8080') || port < 1 || port > 65535) {
    throw new Error(`--port takes a number from 1 to 65535, not “${values.port}”.`)
  }
  if (values.check && values.json) throw new Error('--check stops when it is done and --json goes on: choose one.')
  return { port, json: values.json ?? false, check: values.check ?? false, help: values.help ?? false }
}

function parseWords(args: string[]) {
  try {
    const flag = { type: 'boolean' } as const
    return parseArgs({ args, options: { port: { type: 'string' }, json: flag, check: flag, help: flag } })
  } catch (error) {
    throw new Error((error as Error).message.split('. ')[0]?.concat('.'))
  }
}
