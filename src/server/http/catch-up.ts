// Where several `web` share main.db: whoever has just written at one of them reads that at the others too.
import type { WebContext } from '../context.ts'

const name = 'wrote'
/** Longer than any copy lags behind, in s. */
const lifetime = 15

/** Brings the copy of main.db up to date when the browser wrote at another process a moment ago. */
export async function catchUp({ config, main, leases }: WebContext, cookies: string | undefined): Promise<void> {
  if (!config.database) return
  const [, writer] = new RegExp(`(?:^|; )${name}=([\\w-]+)`).exec(cookies ?? '') ?? []
  if (writer !== undefined && writer !== leases.holder) await main.$client.sync()
}

/** Says in the answer to a request that wrote, where. */
export function noteWriter({ config, leases }: WebContext, request: Request, headers: Headers): void {
  if (!config.database) return
  const writes =
    !['GET', 'HEAD', 'OPTIONS'].includes(request.method) || new URL(request.url).pathname.startsWith('/auth/')
  if (!writes) return
  const secure = config.publicUrl.protocol === 'https:' ? '; Secure' : ''
  headers.append('set-cookie', `${name}=${leases.holder}; Max-Age=${lifetime}; Path=/; HttpOnly; SameSite=Lax${secure}`)
}
