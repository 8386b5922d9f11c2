// x-data="videoPlayer": what a <video> does not do by itself. Streams for browsers without HLS of their own, from a file
// that is loaded when somebody presses play; and a GIF that plays and stops at a click, without controls.

const hls = 'application/vnd.apple.mpegurl'

export function videoPlayer() {
  return {
    init(this: AlpineMagics) {
      const video = this.$root.querySelector('video')
      if (!video) return
      const stream = video.querySelector<HTMLSourceElement>(`source[type="${hls}"]`)
      if (stream && video.canPlayType(hls) === '' && 'MediaSource' in window) {
        video.addEventListener('play', () => void playStream(video, stream), { once: true })
      }
      const button = this.$root.querySelector('button')
      if (button) showButton(video, button)
    },
  }
}

/** Without the script, or when the stream fails, there is the file. */
async function playStream(video: HTMLVideoElement, stream: HTMLSourceElement): Promise<void> {
  video.pause()
  const { attachStream } = await import('./attach-stream.ts')
  attachStream(video, stream.src, () => {
    stream.remove()
    video.load()
    void video.play().catch(() => undefined)
  })
  void video.play().catch(() => undefined)
}

function showButton(video: HTMLVideoElement, button: HTMLButtonElement): void {
  const label = button.getAttribute('aria-label') ?? ''
  video.controls = false
  button.hidden = false
  button.addEventListener('click', () => {
    if (video.paused) void video.play().catch(() => undefined)
    else video.pause()
  })
  const show = () => {
    button.setAttribute('aria-pressed', String(!video.paused))
    button.setAttribute('aria-label', video.paused ? label : label.replace('Play', 'Pause'))
  }
  video.addEventListener('play', show)
  video.addEventListener('pause', show)
}
