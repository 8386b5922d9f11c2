// An upgrade in a process of its own, to be killed in the middle. Arguments: the home and the release to go to.
import { readConfig } from '#server/config.ts'
import { describeHome } from '#server/upgrade/find-home.ts'
import { ownService } from '#server/upgrade/service.ts'
import { upgradeTo } from '#server/upgrade/upgrade.ts'

const [folder = '', to = ''] = process.argv.slice(2)
const home = describeHome(folder)
const config = readConfig()
const service = ownService(home, config.dataDir, process.env)
const pace = { patience: 60_000, between: 10, looks: 1 }
await upgradeTo({ home, config, environment: process.env, service, say: (words) => process.send?.(words), pace }, to)
process.disconnect?.()
