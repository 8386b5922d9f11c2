// `npm run demo`: a local AT Protocol network with people in it, and SkyPanel on it.
import { once } from 'node:events'
import { checkPath } from './check-path.ts'
import { type DemoOptions, readOptions, usage } from './read-options.ts'
import { type Demo, runDemo, seconds } from './run-demo.ts'

const started = Date.now()

function readOptionsOrExit(): DemoOptions {
  try {
    return readOptions(process.argv.slice(2))
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${usage}\n`)
    process.exit(2)
  }
}

const options = readOptionsOrExit()
if (options.help) {
  process.stdout.write(`${usage}\n`)
  process.exit(0)
}

const out = options.json ? process.stderr : process.stdout
const say = (line: string) => void out.write(`${line}\n`)
const stopped = new AbortController()
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(name, () => {
    if (stopped.signal.aborted) return
    say('demo: stopping')
    stopped.abort(new Error(`stopped by ${name}`))
  })
}

/** What a person, or with --json a program, needs to use the demo. */
function announce({ skypanel, network, accounts }: Demo): void {
  if (options.json) {
    const { pdsUrl: pds, appviewUrl: appview, plcUrl: plc, firehoseUrl: firehose } = network
    process.stdout.write(`${JSON.stringify({ url: skypanel.url, accounts, pds, appview, plc, firehose })}\n`)
    return
  }
  say(`\n  ${skypanel.url}\n`)
  say(
    `  Sign in as ${accounts
      .slice(0, 4)
      .map(({ handle }) => handle)
      .join(', ')} or any of ${accounts.length};`,
  )
  say(`  the password of all is ${accounts[0]?.password}. Somebody does something every few seconds. Ctrl-C ends it.\n`)
}

async function stayUntilStopped({ skypanel }: Demo): Promise<void> {
  const stop = stopped.signal.aborted ? Promise.resolve([]) : once(stopped.signal, 'abort')
  const reason = await Promise.race([stop, skypanel.ended])
  if (typeof reason === 'string') throw new Error(reason)
}

async function use(demo: Demo): Promise<void> {
  if (options.check) return checkPath(demo, say, stopped.signal)
  announce(demo)
  await stayUntilStopped(demo)
}

try {
  await runDemo({ port: options.port, ticking: !options.check, say, signal: stopped.signal }, use)
  if (options.check) say(`demo ok in ${seconds(started)} s`)
} catch (error) {
  const asked = stopped.signal.aborted && !options.check
  if (!asked) process.stderr.write(`demo: ${error instanceof Error ? error.message : error}\n`)
  process.exitCode = asked ? 0 : 1
}
process.exit()
