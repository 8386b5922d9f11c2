import type { APIRoute } from 'astro'
import { answerPostAct } from '#server/writes/answer-post-act.ts'
import { hidePost } from '#server/writes/hide-post.ts'
import { notePlace } from '#server/writes/note-place.ts'

export const POST: APIRoute = (sent) =>
  answerPostAct(sent, {
    act: async (ctx, viewer, uri, undo) => {
      await hidePost(ctx, viewer, uri, undo)
      notePlace(ctx, viewer, uri, !undo)
    },
    done: 'Hidden from you.',
    undone: 'You see this post again.',
  })
