// What `skypanel doctor` would find about disk, clock and other servers, in the log when SkyPanel starts.
import type { Logger } from 'pino'
import { checkDisk } from '../cli/doctor/check-data.ts'
import { checkNetwork } from '../cli/doctor/check-network.ts'
import type { Config } from '../config.ts'

/** Writes a line with its cure for whatever is not as it should be. Never fails: nothing waits for it. */
export async function lookAround(config: Config, log: Logger): Promise<void> {
  try {
    const findings = [await checkDisk(config.dataDir), ...(await checkNetwork(config, Date.now))]
    for (const { name, state, found, cure } of findings) {
      if (state !== 'good') log.warn({ check: name, cure }, found)
    }
  } catch (error) {
    log.warn({ err: error }, 'disk, clock and network not looked at')
  }
}
