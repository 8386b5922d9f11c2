import type { APIRoute } from 'astro'
import { answerPostAct } from '#server/writes/answer-post-act.ts'
import { muteThread } from '#server/writes/mute-thread.ts'
import { notePlace } from '#server/writes/note-place.ts'

export const POST: APIRoute = (sent) =>
  answerPostAct(sent, {
    act: async (ctx, viewer, uri, undo) => {
      await muteThread(ctx, viewer, uri, undo)
      notePlace(ctx, viewer, uri, !undo)
    },
    done: 'Muted this conversation.',
    undone: 'Unmuted this conversation.',
  })
