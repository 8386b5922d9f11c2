// A video: the stream for browsers that play it, then the file itself. Plays without a script; the island
// `videoPlayer` brings the stream to the other browsers, and lets a GIF be one.
import type { VideoEmbed } from '#types/embed.ts'
import { drawAlt } from './draw-alt.ts'
import { drawIcon } from './draw-icon.ts'
import { attribute, classes, type Html, html } from './html.ts'
import type { PageTools } from './page-tools.ts'

export function drawVideo({ pictures, videos }: PageTools, video: VideoEmbed): Html {
  const poster = video.poster && pictures.address(video.poster, 'large')
  const playlist = video.playlist && videos.address.playlist(video.playlist)
  const file = video.file && videos.address.file(video.file)
  if (!playlist && !file) {
    const words = html`A video that cannot be played here${video.alt && `: ${video.alt}`}`
    return html`<p class="tomb">${drawIcon('circleOff')}<span>${words}</span></p>`
  }
  const label = video.alt || (video.isGif ? 'A GIF without a description' : 'Video without a description')
  const shape = video.shape === 'wide' || video.shape === 'unknown' ? undefined : video.shape
  const sources = [
    playlist && html`<source src="${playlist}" type="application/vnd.apple.mpegurl">`,
    file && html`<source src="${file}" type="video/mp4">`,
    video.captions.map(({ lang, language, blob }) => {
      const src = videos.address.captions(blob)
      return html`<track kind="captions" src="${src}" srclang="${lang}" label="${language}">`
    }),
    html`<a href="${file ?? playlist}">${label}</a>`,
  ]
  const kind = html` preload="${poster ? 'none' : 'metadata'}"${video.isGif && html` loop muted`}${attribute('poster', poster)}`
  const box = html` width="${video.width ?? 16}" height="${video.height ?? 9}" aria-label="${label}"`
  const gif = video.isGif && drawGifButton(label)
  return html`<div${classes('pic', shape)} x-data="videoPlayer"><video class="video" controls playsinline${kind}${box}>${sources}</video>${gif}${drawAlt(video.alt)}</div>`
}

function drawGifButton(label: string): Html {
  return html`<button class="play" type="button" hidden aria-pressed="false" aria-label="Play the GIF: ${label}">${drawIcon('play')}</button><span class="gif">GIF</span>`
}
