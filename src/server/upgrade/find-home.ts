// Where releases lie: home/releases/<name>, and home/current, a link to the one that runs.
import { lstatSync, readlinkSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

export type Home = {
  folder: string
  releases: string
  current: string
  /** What an upgrade that is not over has done so far. */
  journal: string
  /** Which process upgrades. */
  lock: string
  /** From which release the one that runs came. */
  previous: string
}

/** The parts of a home. */
export function describeHome(folder: string): Home {
  const part = (name: string) => join(folder, name)
  return {
    folder,
    releases: part('releases'),
    current: part('current'),
    journal: part('upgrade.json'),
    lock: part('upgrade.lock'),
    previous: part('previous.json'),
  }
}

/** The home of the SkyPanel whose package.json lies in `root`; undefined for a clone or a container. */
export function findHome(root: string): Home | undefined {
  const home = describeHome(dirname(dirname(root)))
  const isRelease = basename(dirname(root)) === 'releases'
  return isRelease && lstatSync(home.current, { throwIfNoEntry: false })?.isSymbolicLink() ? home : undefined
}

/** The name of the release that `current` leads to. */
export function readCurrent({ current }: Home): string {
  return basename(readlinkSync(current))
}

/** Lets `current` lead to another release, from one moment to the next. */
export function switchCurrent({ folder, current }: Home, name: string): void {
  const made = join(folder, '.current')
  rmSync(made, { force: true })
  symlinkSync(join('releases', name), made)
  renameSync(made, current)
}
