// What an upgrade works with.
import type { Config } from '../config.ts'
import type { HealthPace } from './check-health.ts'
import type { Home } from './find-home.ts'
import type { Service } from './service.ts'

export type UpgradeTools = {
  home: Home
  config: Config
  environment: NodeJS.ProcessEnv
  service: Service
  /** Told what is being done, in a few words. */
  say: (words: string) => void
  pace?: HealthPace | undefined
  /** Whoever starts SkyPanel asks for this and starts it afterwards: then the service is left alone. */
  isBeforeStart?: boolean | undefined
}
