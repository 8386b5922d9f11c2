// The first run: who has the code of the log answers a few questions, signs in, and administers this box from then on.
import { hasAdministrator } from '#db/queries/people.ts'
import type { SetupQuestion } from '#types/administration.ts'
import { AppError } from '../app-error.ts'
import { clientAddress } from '../auth/client-address.ts'
import { isSetupCode, isSetupCookie, keepSetupCode, makeSetupCookie } from '../auth/setup-code.ts'
import { readSignUp } from '../auth/sign-up-policy.ts'
import { changeSettings, listSettings } from '../change-settings.ts'
import { ConfigError } from '../config.ts'
import type { WebContext } from '../context.ts'
import { recordAct } from './record-act.ts'
import { saveSignUp } from './save-sign-up.ts'

const asked = [
  ...['PUBLIC_URL', 'APPVIEW_URL', 'APPVIEW_DID', 'PLC_URL', 'RELAY_URL'],
  ...['IMAGE_PROXY', 'BACKUP_EVERY_HOURS', 'BACKUP_KEEP', 'BACKUP_DIR'],
]

/** Whether this box waits for its first administrator, and the code is asked for. */
export async function isUnset({ main, config }: Pick<WebContext, 'main' | 'config'>): Promise<boolean> {
  return config.setupCode && !(await hasAdministrator(main))
}

/**
 * Where somebody stands who opens /setup: they enter the code, or they have.
 * @throws AppError 404 once somebody administers this box
 */
export async function findStage(ctx: WebContext, cookie: string | null): Promise<'code' | 'questions'> {
  if (!(await isUnset(ctx))) throw new AppError(404, 'There is nothing at this address.')
  // Whoever administered it may have left: then there is no code yet.
  keepSetupCode(ctx.config.dataDir)
  return isSetupCookie(ctx.config, cookie) ? 'questions' : 'code'
}

/**
 * @returns the `Set-Cookie` header of a browser that knew the code
 * @throws AppError 403 for another code, 429 after ten of them
 */
export function enterCode(ctx: WebContext, request: Request, socketAddress: string, typed: string): string {
  const address = clientAddress(socketAddress, request.headers.get('x-forwarded-for'))
  const { setupAttempts } = ctx.adminDesk
  if (setupAttempts.isSpent(address, ctx.now()))
    throw new AppError(429, 'Too many attempts. Wait a quarter of an hour.')
  setupAttempts.count(address, ctx.now())
  if (!isSetupCode(ctx.config.dataDir, typed))
    throw new AppError(403, 'That is not the code. It stands in the log of this box, in the line about /setup.')
  setupAttempts.forgive(address)
  return makeSetupCookie(ctx.config)
}

/** What is asked, as it is now. What the configuration says is shown, and not asked. */
export async function readQuestions(ctx: WebContext) {
  const settings = listSettings()
  const questions = asked.map((name): SetupQuestion => {
    const { value, from, isOpen } = settings.find((setting) => setting.name === name) ?? {
      value: '',
      from: 'default',
      isOpen: false,
    }
    return {
      name,
      value: value === undefined ? '' : String(value),
      isSet: from === 'environment' || from === 'file',
      isOpen,
    }
  })
  return { address: ctx.config.publicUrl.origin, questions, signUp: await readSignUp(ctx) }
}

/**
 * Keeps the answers.
 * @returns whether SkyPanel must be restarted for them to count
 * @throws AppError 422 with every mistake: nothing is kept then
 */
export async function saveAnswers(ctx: WebContext, field: (name: string) => string): Promise<boolean> {
  const changes: Record<string, string> = {}
  for (const { name, value, isOpen } of (await readQuestions(ctx)).questions) {
    const typed = field(name).trim()
    if (isOpen && typed !== value) changes[name] = typed
  }
  const actor = { name: 'whoever has the setup code' }
  const { isFixed } = await readSignUp(ctx)
  if (!isFixed.policy || !isFixed.allow)
    await saveSignUp(ctx, actor, { policy: field('policy'), allow: field('allow') })
  let changed: string[]
  try {
    changed = changeSettings(ctx.config.dataDir, changes)
  } catch (cause) {
    if (!(cause instanceof ConfigError)) throw cause
    throw new AppError(422, cause.problems.join(' '), { cause })
  }
  if (changed.length > 0)
    await recordAct(ctx, actor, { action: 'settings.save', subject: 'settings', detail: changed.join(', ') })
  return changed.length > 0
}
