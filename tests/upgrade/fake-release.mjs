// A release that only pretends: the commands that an upgrade runs, on a main.db that is a text with a line a migration.
// Arguments: the version, then what was typed. A version with "broken" in it starts and is not well.
import { spawn } from 'node:child_process'
import { copyFileSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

const [version = '', ...words] = process.argv.slice(2)
const { DATA_DIR = '', PORT, STREAM_PORT } = process.env
const main = join(DATA_DIR, 'main.db')
const processFile = join(DATA_DIR, 'skypanel.pid')
const print = (document) => console.log(JSON.stringify(document))

/** Whole or not at all, as SQLite writes. */
function write(file, text) {
  writeFileSync(`${file}.${process.pid}`, text)
  renameSync(`${file}.${process.pid}`, file)
}

const commands = {
  backup() {
    const file = join(DATA_DIR, `backup-${process.pid}`)
    copyFileSync(main, file)
    print({ file })
  },
  restore() {
    write(main, readFileSync(words[1], 'utf8'))
  },
  migrate() {
    const applied = readFileSync(main, 'utf8').trim().split('\n')
    if (words[1] === 'status') return print([{ name: 'main', applied }])
    const next = words[1] === 'up' ? [...new Set([...applied, version])] : applied.slice(0, -Number(words[3]))
    write(main, `${next.join('\n')}\n`)
  },
  async start() {
    spawn(process.execPath, [process.argv[1], version, 'serve'], { detached: true, stdio: 'ignore' }).unref()
    while (!existsSync(processFile)) await pause(5)
  },
  serve() {
    process.on('SIGTERM', () => {
      rmSync(processFile, { force: true })
      process.exit(0)
    })
    const answer = (_, response) => response.writeHead(version.includes('broken') ? 500 : 200).end(version)
    let open = 0
    for (const port of [PORT, STREAM_PORT]) {
      const server = createServer(answer)
      const listen = () => server.listen(Number(port), '127.0.0.1')
      // Somebody else's port for a moment.
      server.on('error', () => setTimeout(listen, 50))
      server.once('listening', () => {
        open += 1
        if (open === 2) write(processFile, JSON.stringify({ pid: process.pid }))
      })
      listen()
    }
  },
}

await commands[words[0]]()
