import { satteri } from '@astrojs/markdown-satteri'
import node from '@astrojs/node'
import { defineConfig, passthroughImageService } from 'astro/config'

/** Vite loads styles before a script that is imported on demand. None of ours has any: the import alone will do. */
const importPlainly = {
  name: 'import-plainly',
  enforce: 'pre',
  load: (id) => (id === '\0vite/preload-helper.js' ? 'export const __vitePreload = (load) => load()' : undefined),
}

export default defineConfig({
  output: 'server',
  // A page is tagged and compressed whole (finish-page.ts): nothing is gained by making it a piece at a time.
  adapter: node({ mode: 'middleware', experimentalDisableStreaming: true }),
  session: false,
  image: { service: passthroughImageService() },
  // Highlighted code would bring styles of its own, which the policy forbids.
  markdown: { syntaxHighlight: false, processor: satteri({ features: { smartPunctuation: false } }) },
  // web.ts checks Origin for every unsafe method: Astro's own check fails behind a TLS proxy and skips JSON.
  security: { checkOrigin: false },
  build: { inlineStylesheets: 'never', assets: '_astro' },
  devToolbar: { enabled: false },
  scopedStyleStrategy: 'class',
  compressHTML: true,
  vite: {
    plugins: [importPlainly],
    // Nothing inline: the policy allows scripts and styles from files of ours only.
    build: { assetsInlineLimit: 0, modulePreload: false },
    environments: {
      client: {
        build: {
          rolldownOptions: {
            output: {
              // What only a press of a button brings lies apart from what every page loads.
              chunkFileNames: ({ isDynamicEntry }) => `_astro/${isDynamicEntry ? 'on-demand/' : ''}[name].[hash].js`,
            },
          },
        },
      },
    },
  },
})
