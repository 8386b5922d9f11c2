// Accounts on the demo network's PDS.
export type Account = { did: string; handle: string; password: string }

/** What the account of somebody called `name` is made with (com.atproto.server.createAccount). */
export function accountDetails(name: string, password = 'night-train-31') {
  return { handle: `${name}.test`, password, email: `${name}@example.com` }
}

/** Makes `name.test` on the PDS at `pdsUrl`. Throws with the PDS's words when it refuses. */
export async function createAccount(pdsUrl: string, name: string, password?: string): Promise<Account> {
  const { email, ...account } = accountDetails(name, password)
  const response = await fetch(`${pdsUrl}/xrpc/com.atproto.server.createAccount`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...account, email }),
  })
  if (!response.ok) throw new Error(`no account ${account.handle}: ${response.status} ${await response.text()}`)
  const { did } = (await response.json()) as { did: string }
  return { did, ...account }
}
