// hls.js, in a file of its own that only a press of play brings.
import Hls from 'hls.js/light'

/** Plays the playlist at `url` in `video`; `onFailure` is called once when that is not possible. */
export function attachStream(video: HTMLVideoElement, url: string, onFailure: () => void): void {
  // A worker would be made of a blob, which the policy does not allow.
  const hls = new Hls({ enableWorker: false, capLevelToPlayerSize: true, maxBufferLength: 30 })
  hls.on(Hls.Events.ERROR, (_, { fatal }) => {
    if (!fatal) return
    hls.destroy()
    video.removeAttribute('src')
    onFailure()
  })
  hls.loadSource(url)
  hls.attachMedia(video)
}
