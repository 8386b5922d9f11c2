// For the bundles: `import 'node:http'` reads every name of it, one of which loads the whole of fetch: 80 ms and 4 MB.
import * as http from 'node:http'
import type { Plugin } from 'rolldown'

const here = '\0light-http'

/** The same names, taken from the module itself. What was WebSocket and its events there are globals all the same. */
export const lightHttp: Plugin = {
  name: 'light-http',
  resolveId(id, _, { kind }) {
    if (id !== 'node:http' && id !== 'http') return null
    return kind === 'import-statement' ? here : { id: 'node:http', external: true }
  },
  load(id) {
    if (id !== here) return null
    const heavy = ['default', 'WebSocket', 'CloseEvent', 'MessageEvent']
    const names = Object.keys(http).filter((name) => !heavy.includes(name))
    return `const http = process.getBuiltinModule('node:http')\nexport default http\nexport const { ${names.join(', ')} } = http\n`
  },
}
