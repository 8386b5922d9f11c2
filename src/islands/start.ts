// Registers every island and starts Alpine. The only script a page loads.
import Alpine from '@alpinejs/csp'
import { composeForm } from './compose-form.ts'
import { feedUpdates } from './feed-updates.ts'
import { postActions } from './post-actions.ts'

Alpine.data('composeForm', composeForm)
Alpine.data('feedUpdates', feedUpdates)
Alpine.data('postActions', postActions)
Alpine.start()
