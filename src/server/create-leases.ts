// What only one process may do at a time: by a lock of this process, and by leases where several share main.db.
import { randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { MainDatabase } from '#db/client.ts'
import { dropLease, takeLease } from '#db/queries/leases.ts'

/** In ms: how long a lease holds, for an act and for a role; how often one that is taken is asked for again. */
const terms = { act: 60_000, role: 30_000, renew: 10_000, look: 100 }

export type Leases = {
  /** Names this process. */
  holder: string
  /**
   * Runs `act` while nobody else runs one of the same name, here or elsewhere, with main.db as they left it.
   * @throws what `act` throws, or the database when the lease cannot be had
   */
  alone: <Result>(name: string, act: () => Promise<Result>) => Promise<Result>
  /** Whether this process has the role `name`. One process has it; another one within half a minute of its end. */
  holds: (name: string) => Promise<boolean>
}

/** @param isShared whether other processes write the same main.db */
export function createLeases(main: MainDatabase, isShared: boolean, now: () => number): Leases {
  const holder = randomBytes(9).toString('base64url')
  const queues = new Map<string, Promise<unknown>>()
  const roles = new Map<string, number>()

  function inTurn<Result>(name: string, act: () => Promise<Result>): Promise<Result> {
    const turn = (queues.get(name) ?? Promise.resolve()).then(act, act)
    const settled = turn.catch(() => undefined)
    queues.set(name, settled)
    void settled.then(() => queues.get(name) === settled && queues.delete(name))
    return turn
  }

  async function withLease<Result>(name: string, act: () => Promise<Result>): Promise<Result> {
    while (!(await takeLease(main, { name, holder, now: now(), until: now() + terms.act }))) {
      await pause(terms.look * (0.5 + Math.random()))
    }
    try {
      await main.$client.sync()
      return await act()
    } finally {
      // One that cannot be given back ends by itself.
      await dropLease(main, name, holder).catch(() => undefined)
    }
  }

  return {
    holder,
    alone: (name, act) => inTurn(name, isShared ? () => withLease(name, act) : act),
    async holds(name) {
      if (!isShared) return true
      const until = roles.get(name) ?? 0
      if (now() < until - terms.role + terms.renew) return true
      const wanted = now() + terms.role
      const isOurs = await takeLease(main, { name: `role ${name}`, holder, now: now(), until: wanted }).catch(
        () => now() < until,
      )
      if (isOurs) roles.set(name, wanted)
      return isOurs
    },
  }
}
