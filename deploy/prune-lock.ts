// A lock file → the part of it that a few packages need, for every platform.

type Entry = {
  dependencies?: Record<string, string>
  optionalDependencies?: Record<string, string>
  peerDependencies?: Record<string, string>
  [other: string]: unknown
}

/** package-lock.json, version 3: packages by their path. */
export type Lock = { name: string; version: string; packages: Record<string, Entry>; [other: string]: unknown }

type Manifest = Entry & { name: string; version: string; license: string; engines: unknown }

type Source = Manifest & { imports: unknown; packageManager: string }

/** The package.json of a release: the packages of `runtime` alone, and all that its deploy/setup.mjs reads. */
export function describeRelease(source: Source, lock: Lock, runtime: string[]) {
  const { name, version, license, imports, engines, packageManager, optionalDependencies } = source
  const versions = runtime.map((one) => [one, String(lock.packages[`node_modules/${one}`]?.version)] as const)
  return {
    ...{ name, version, license, private: true, type: 'module', imports, engines, packageManager },
    dependencies: Object.fromEntries(versions),
    ...(optionalDependencies ? { optionalDependencies } : {}),
  }
}

/** Keeps what `manifest` needs, directly or not, as and where the lock file has it. */
export function pruneLock(lock: Lock, manifest: Manifest): Lock {
  const kept = new Set<string>()
  const waiting = namesOf(manifest).map((name) => findPath(lock, '', name))
  while (waiting.length > 0) {
    const path = waiting.pop()
    if (path === undefined || kept.has(path)) continue
    kept.add(path)
    for (const name of namesOf(lock.packages[path] ?? {})) waiting.push(findPath(lock, path, name))
  }
  const { name, version, license, engines, dependencies, optionalDependencies } = manifest
  const packages = Object.entries(lock.packages).filter(([path]) => kept.has(path))
  return {
    ...lock,
    name,
    version,
    packages: {
      '': { name, version, license, engines, dependencies, optionalDependencies } as Entry,
      ...Object.fromEntries(packages),
    },
  }
}

function namesOf({ dependencies, optionalDependencies, peerDependencies }: Entry): string[] {
  return Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies })
}

/** The path that Node would find for `name` from `path` upwards; undefined for what the lock file does not have. */
function findPath({ packages }: Lock, path: string, name: string): string | undefined {
  for (let folder = path; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    const place = `${folder}${folder ? '/' : ''}node_modules/${name}`
    if (packages[place]) return place
    if (folder === '') return undefined
  }
}
