// Where other software finds this site, and the pictures and videos of its posts.
import type { WebContext } from '../context.ts'
import type { Site } from '../syndication/write-html.ts'

/** With the proxy, pictures and videos stand at addresses of this site. */
export function openSite({ config, pictures, videos }: WebContext): Site {
  return {
    base: config.publicUrl,
    picture: pictures.address,
    playlist: videos.address.playlist,
    file: videos.address.file,
  }
}
