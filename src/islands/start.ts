// Registers every island and starts Alpine. The only script a page loads.
import Alpine from '@alpinejs/csp'
import { composeForm } from './compose-form.ts'
import { feedUpdates } from './feed-updates.ts'
import { freshNotices } from './fresh-notices.ts'
import { keyboard } from './keyboard.ts'
import { morePosts } from './more-posts.ts'
import { placeKeeper } from './place-keeper.ts'
import { postActions } from './post-actions.ts'
import { searchBox } from './search-box.ts'
import { unreadBadge } from './unread-badge.ts'
import { videoPlayer } from './video-player.ts'

Alpine.data('composeForm', composeForm)
Alpine.data('feedUpdates', feedUpdates)
Alpine.data('freshNotices', freshNotices)
Alpine.data('keyboard', keyboard)
Alpine.data('morePosts', morePosts)
Alpine.data('placeKeeper', placeKeeper)
Alpine.data('postActions', postActions)
Alpine.data('unreadBadge', unreadBadge)
Alpine.data('searchBox', searchBox)
Alpine.data('videoPlayer', videoPlayer)
Alpine.start()
// Only where the page is served safely, and not inside other people's pages.
if (self === top) void navigator.serviceWorker?.register('/sw.js').catch(() => undefined)
