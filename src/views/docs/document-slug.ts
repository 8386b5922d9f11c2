// Where a Markdown file of this repository is shown below /docs.

const others: Record<string, string> = {
  'CONTRIBUTING.md': 'contributing',
  'CHANGELOG.md': 'changelog',
  'bench/README.md': 'benchmarks',
}

/** @param path from the root of the repository; undefined for a file that is not shown */
export function documentSlug(path: string): string | undefined {
  if (path === 'docs' || path === 'docs/' || path === 'README.md') return ''
  if (/^docs\/decisions\/?$/.test(path)) return 'decisions'
  const [, name] = /^docs\/(.+)\.md$/.exec(path) ?? []
  return name ?? others[path]
}
