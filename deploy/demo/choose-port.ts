// Two ports beside each other for SkyPanel: the public one and, after it, the stream's.
import { once } from 'node:events'
import { createServer } from 'node:net'

/** The first port from `wanted` on that is free together with the next one. Throws when there is none up to 65535. */
export async function choosePort(wanted: number): Promise<number> {
  for (let port = wanted; port < 65535; port += 1) {
    if ((await isFree(port)) && (await isFree(port + 1))) return port
  }
  throw new Error(`no two free ports from ${wanted} on`)
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer()
  const outcome = new Promise<boolean>((resolve, reject) => {
    server.once('listening', () => resolve(true))
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (['EADDRINUSE', 'EACCES'].includes(error.code ?? '')) resolve(false)
      else reject(error)
    })
  })
  server.listen(port, '127.0.0.1')
  if (!(await outcome)) return false
  server.close()
  await once(server, 'close')
  return true
}
