// Orders of the command line (`skypanel user …`).
import type { APIRoute } from 'astro'
import { answerOperator } from '#server/admin/answer-operator.ts'

export const ALL: APIRoute = ({ locals, request }) => answerOperator(locals.ctx, request)
