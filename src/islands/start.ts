// Registers the islands and starts Alpine: those of most pages here, others from a script of the view that needs them.
import Alpine from '@alpinejs/csp'
import { keyboard } from './keyboard.ts'
import { morePosts } from './more-posts.ts'
import { postActions } from './post-actions.ts'
import { searchBox } from './search-box.ts'
import { unreadBadge } from './unread-badge.ts'
import { videoPlayer } from './video-player.ts'

Alpine.data('keyboard', keyboard)
Alpine.data('morePosts', morePosts)
Alpine.data('postActions', postActions)
Alpine.data('unreadBadge', unreadBadge)
Alpine.data('searchBox', searchBox)
Alpine.data('videoPlayer', videoPlayer)
// A view's own script stands before this one, so it listens by now (scripts of modules run in order).
document.dispatchEvent(new CustomEvent('islands', { detail: Alpine.data }))
Alpine.start()
// Only where the page is served safely, and not inside other people's pages.
if (self === top) void navigator.serviceWorker?.register('/sw.js').catch(() => undefined)
