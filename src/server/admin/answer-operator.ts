// The way of an order of the command line to a box that runs. Nobody's role opens it: it needs the key of the data folder.
import { AppError } from '../app-error.ts'
import type { WebContext } from '../context.ts'
import { refusalOf } from '../integrity/tell-trouble.ts'
import { operate, orderSchema } from './operate.ts'
import { isOperatorKey } from './operator-key.ts'

/** JSON, always: 401 without a key, 403 for any other, an administrator's API key too. */
export async function answerOperator(ctx: WebContext, request: Request): Promise<Response> {
  try {
    const key = /^Bearer (\S{1,200})$/i.exec(request.headers.get('authorization') ?? '')?.[1]
    if (key === undefined) throw new AppError(401, 'This is for the command line of this box, which has a key.')
    if (!isOperatorKey(ctx.config.dataDir, key))
      throw new AppError(403, 'This key is not that of this box’s command line.')
    if (request.method !== 'POST') throw new AppError(405, 'Orders are sent by POST.')
    const order = orderSchema.safeParse(await request.json().catch(() => undefined))
    if (!order.success) throw new AppError(422, 'This order is not understood. Is the command line of another version?')
    return Response.json(await operate(ctx, order.data))
  } catch (error) {
    if (!(error instanceof AppError)) ctx.log.error({ err: error }, 'order of the command line failed')
    const expected = error instanceof AppError ? error : refusalOf(error)
    const message = expected?.message ?? 'Something went wrong there. It is in the log.'
    return Response.json({ error: message }, { status: expected?.status ?? 500 })
  }
}
