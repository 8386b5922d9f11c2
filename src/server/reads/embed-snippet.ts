// The code that puts an embed into a page.
import type { EmbedOptions } from '#types/embed-options.ts'
import { escapeHtml } from '../syndication/write-html.ts'
import { writeEmbedOptions } from './embed-options.ts'
import { type EmbedTarget, embedPath } from './embed-target.ts'

/**
 * Hands a port over to the frame once it has loaded, and gives it the height that comes back. An attribute, because the
 * page then needs no script of its own; where its policy forbids that too, the height that is given stays.
 */
const onload =
  "{let c=new MessageChannel;c.port1.onmessage=e=>this.style.height=e.data+'px';this.contentWindow.postMessage('height','*',[c.port2])}"

/** `grows`: as tall as its posts, rather than a box to scroll in. Sizes in CSS pixels. */
export type FrameShape = { width: number | undefined; height: number; grows: boolean }

/** The address of an embed, absolute, with its options. */
export function embedAddress(target: EmbedTarget, options: EmbedOptions, base: URL): string {
  const url = new URL(embedPath(target), base)
  const query = writeEmbedOptions(options)
  if (target.kind === 'feed' && target.key) query.set('key', target.key)
  url.search = query.toString()
  return url.href
}

/** An iframe as HTML, every value in it escaped. */
export function writeSnippet(address: string, title: string, { width, height, grows }: FrameShape): string {
  const broad = width === undefined ? 'width:100%' : 'max-width:100%'
  const attributes = [
    `src="${escapeHtml(address)}"`,
    `title="${escapeHtml(title)}"`,
    `${width === undefined ? '' : `width="${width}" `}height="${height}" loading="lazy"`,
    `style="border:0;${broad}"`,
    ...(grows ? [`onload="${onload}"`] : []),
  ]
  return `<iframe ${attributes.join('\n  ')}></iframe>`
}
