// One file with what somebody who helps needs to know of this box, and no secrets.

import { cpus, freemem, loadavg, release, totalmem } from 'node:os'
import manifest from '../../../package.json' with { type: 'json' }
import { type Actor, recordAct } from '../admin/record-act.ts'
import { listSettings } from '../change-settings.ts'
import type { WebContext } from '../context.ts'
import { readJobs } from '../jobs/read-jobs.ts'
import { formatEntry } from '../logs/read-log-page.ts'
import { readLogs } from '../logs/read-logs.ts'
import { scrubSecrets } from '../logs/scrub-secrets.ts'
import { measureBox } from '../metrics/measure-box.ts'
import { readMetrics } from '../metrics/read-metrics.ts'
import { askStream } from '../metrics/stream-state.ts'
import { checkReadiness } from '../readiness/check-readiness.ts'

const logLines = 500

/** JSON, indented: whoever sends it on can read first what is in it. What cannot be found out is said instead. */
export async function writeDiagnostics(ctx: WebContext, actor: Actor): Promise<string> {
  const attempt = async <Value>(work: () => Value | Promise<Value>) => {
    try {
      return await work()
    } catch (error) {
      return `not known: ${error instanceof Error ? error.message : error}`
    }
  }
  const document = {
    madeAt: new Date(ctx.now()).toISOString(),
    version: manifest.version,
    node: process.version,
    machine: {
      ...{ platform: process.platform, architecture: process.arch, release: release() },
      processors: cpus().length,
      ...{ memory: totalmem(), free: freemem(), load: loadavg() },
    },
    readiness: await attempt(() => checkReadiness(ctx)),
    // The store of secrets among them says only whether they are set.
    settings: await attempt(() => listSettings()),
    sizes: await attempt(() => measureBox(ctx.config.dataDir)),
    stream: (await askStream(ctx.config)) ?? 'does not answer',
    jobs: await attempt(() => readJobs(ctx)),
    metrics: await attempt(async () =>
      (await readMetrics(ctx)).split('\n').filter((line) => line && !line.startsWith('#')),
    ),
    log: await attempt(async () =>
      (await readLogs(ctx.config.dataDir, {}, logLines)).map((entry) => formatEntry(entry).trim()),
    ),
  }
  await recordAct(ctx, actor, { action: 'diagnostics.download', subject: 'this box' })
  return `${scrubSecrets(JSON.stringify(document, null, 2))}\n`
}
