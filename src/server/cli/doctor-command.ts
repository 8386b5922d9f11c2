// `skypanel doctor`: what is wrong with this box, and what to do about it.
import { totalmem } from 'node:os'
import { type Config, readConfig } from '../config.ts'
import { loadUws } from '../live/open-live-server.ts'
import type { Command } from './command.ts'
import { checkData } from './doctor/check-data.ts'
import { checkNetwork } from './doctor/check-network.ts'
import { checkOutside } from './doctor/check-outside.ts'
import { checkStore } from './doctor/check-store.ts'
import { doubtful, type Finding, good } from './doctor/finding.ts'

const signs = { good: ['green', '✓'], doubtful: ['yellow', '!'], bad: ['red', '✗'] } as const

/** Ends with 1 when something is bad. */
export const doctor: Command = {
  usage: '',
  help: 'Looks at the data folder, the databases, the clock, other servers, and at\nSkyPanel as the outside sees it. Changes nothing.',
  async run({ environment, terminal }) {
    const config = readConfig(environment)
    const parts: [string, () => Promise<Finding[]>][] = [
      ['machine', () => checkMachine(config)],
      ['data', () => checkData(config, Date.now())],
      ['network', () => checkNetwork(config, Date.now)],
      ['store', () => checkStore(config)],
      ['outside', () => checkOutside(config, Date.now())],
    ]
    const findings: Finding[] = []
    for (const [index, [label, check]] of parts.entries()) {
      terminal.progress(label, index, parts.length)
      findings.push(...(await check()))
    }
    terminal.progress('done', parts.length, parts.length)
    const width = Math.max(...findings.map(({ name }) => name.length))
    for (const { name, state, found, cure } of findings) {
      const [colour, sign] = signs[state]
      terminal.say(`${terminal.paint(colour, sign)} ${name.padEnd(width)}  ${found}`)
      if (cure) terminal.say(`  ${' '.repeat(width)}  → ${cure}`)
    }
    terminal.json(findings)
    return findings.some(({ state }) => state === 'bad') ? 1 : 0
  },
}

async function checkMachine({ ffmpeg }: Config): Promise<Finding[]> {
  const memory = totalmem() / 1e6
  const carrier = await loadUws()
  return [
    memory >= 900
      ? good('memory', `${Math.round(memory)} MB.`)
      : doubtful('memory', `${Math.round(memory)} MB.`, 'SkyPanel needs some 250 MB; leave room for the system.'),
    good(
      'live',
      carrier ? '/live runs on uWebSockets.js.' : '/live runs on ws: there is no uWebSockets.js for this machine.',
    ),
    ffmpeg
      ? good('ffmpeg', `${ffmpeg} turns GIFs and other videos into MP4.`)
      : doubtful(
          'ffmpeg',
          'There is none: GIFs and WebM need the video service.',
          'Install ffmpeg, or leave VIDEO_SERVICE_URL on.',
        ),
  ]
}
