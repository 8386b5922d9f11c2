// `skypanel status`: whether it runs, and where the firehose stands.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { readConfig } from '../config.ts'
import { measureBox } from '../metrics/measure-box.ts'
import type { Command } from './command.ts'

const patience = 3000
const streamHealth = z.looseObject({
  source: z.string(),
  isConnected: z.boolean().optional(),
  /** The number of the newest event that came, and of the last one that is written; neither before the first. */
  received: z.number().optional(),
  cursor: z.number().optional(),
  queued: z.number(),
  deferred: z.number(),
  isPaused: z.boolean().optional(),
})

/** Ends with 1 when one of the processes does not answer. */
export const status: Command = {
  usage: '',
  async run({ environment, terminal }) {
    const { host, port, streamPort, dataDir, publicUrl } = readConfig(environment)
    const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
    const web = await ask(`http://${name.includes(':') ? `[${name}]` : name}:${port}/healthz`)
    const answer = await ask(`http://127.0.0.1:${streamPort}/healthz`)
    const stream = streamHealth.safeParse(parse(answer)).data
    const files = (['main', 'cache', 'index'] as const).filter((name) => existsSync(join(dataDir, `${name}.db`)))
    const bytes = files.length > 0 ? await measureBox(dataDir) : undefined
    const sizes = Object.fromEntries(files.map((name) => [`${name}.db`, bytes?.[name] ?? 0]))
    terminal.say(
      `web     ${web === undefined ? terminal.paint('red', 'does not answer') : `answers at ${publicUrl.origin}`}`,
    )
    terminal.say(
      stream
        ? `stream  ${stream.isConnected === false ? terminal.paint('red', 'has no connection to') : 'follows'} ${stream.source}, at event ${stream.cursor ?? 'none yet'}, ${stream.queued} waiting, ${stream.deferred} put off`
        : `stream  ${terminal.paint('red', 'does not answer')}`,
    )
    if (stream?.isPaused) terminal.say(`        ${terminal.paint('red', 'waits: the disk is nearly full')}`)
    for (const [file, bytes] of Object.entries(sizes)) terminal.say(`${file.padEnd(9)}${(bytes / 1e6).toFixed(1)} MB`)
    terminal.json({ web: web !== undefined, stream: stream ?? null, sizes })
    return web === undefined || stream === undefined ? 1 : 0
  },
}

async function ask(url: string): Promise<string | undefined> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(patience) })
    return response.ok ? await response.text() : undefined
  } catch {
    return undefined
  }
}

function parse(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '')
  } catch {
    return undefined
  }
}
