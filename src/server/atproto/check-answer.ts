// Whether an answer of upstream is one, view by view: a view that breaks its lexicon takes nothing else with it.
import { jsonToLex, lexicons, XRPCError } from '@atproto/api'
import { isObject } from './to-embed.ts'

type Loose = Record<string, unknown>

/** Posts: whoever reads them (toPost) takes anything, and puts a quiet line in the place of what is broken. */
const judgedWhereRead = new Set(
  [
    'feed.defs#feedViewPost',
    'feed.defs#postView',
    'bookmark.defs#bookmarkView',
    'unspecced.getPostThreadV2#threadItem',
    'unspecced.getPostThreadOtherV2#threadItem',
  ].map((name) => `lex:app.bsky.${name}`),
)

/** What upstream has sent has not the shape of an answer at all. */
class WrongShape extends XRPCError {
  readonly validationError: unknown
  constructor(method: string, cause: unknown) {
    // InvalidResponse, as the library calls it.
    super(2, undefined, `no answer to ${method}: ${cause}`, undefined, { cause })
    this.validationError = cause
  }
}

/**
 * The answer to `method` in `text`, which is JSON, as the lexicon says: without the views in its lists that break
 * theirs, and without what breaks it and is not required. Posts in lists may be anything but are objects.
 * @throws XRPCError with status 2 (InvalidResponse) when it is no answer
 */
export function readAnswer(method: string, text: string): Loose {
  const answer = parse(method, text)
  const schema = schemaOf(method)
  const lists = Object.entries(schema?.properties ?? {}).filter(
    ([name, { type }]) => type === 'array' && name in answer,
  )
  const empty = Object.fromEntries(lists.map(([name]) => [name, Array.isArray(answer[name]) ? [] : answer[name]]))
  const whole: Loose = { ...answer, ...empty }
  const optional = schema ? Object.keys(whole).filter((name) => !schema.required.includes(name)) : []
  const frame = without(whole, optional)
  const problem = findProblem(method, frame)
  if (problem) throw new WrongShape(method, problem)
  const bad = optional.filter((name) => findProblem(method, { ...frame, [name]: whole[name] }))
  const good = lists.flatMap(([name, { items }]) => {
    const list: unknown[] = Array.isArray(answer[name]) ? answer[name] : []
    const views = list.filter(isObject)
    if (views.length === 0 && list.length > 0) throw new WrongShape(method, `${name} holds no views`)
    const isJudgedLater = judgedWhereRead.has(String(items?.ref))
    return [[name, isJudgedLater ? views : views.filter((view) => !findProblem(method, { ...frame, [name]: [view] }))]]
  })
  return { ...without(answer, bad), ...without(Object.fromEntries(good), bad) }
}

function without(object: Loose, names: string[]): Loose {
  return names.length === 0
    ? object
    : Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)))
}

function parse(method: string, text: string): Loose {
  let answer: unknown
  try {
    answer = JSON.parse(text)
  } catch (cause) {
    throw new XRPCError(2, undefined, `no JSON from ${method}`, undefined, { cause })
  }
  if (!isObject(answer)) throw new WrongShape(method, 'it is no object')
  return answer
}

type Property = { type: string; items?: { ref?: unknown } }
type Schema = { required: readonly string[]; properties: Record<string, Property> }

/** The object that `method` answers with; undefined where that is defined elsewhere, and judged as a whole. */
function schemaOf(method: string): Schema | undefined {
  const definition = lexicons.getDefOrThrow(method, ['query', 'procedure'])
  const schema = 'output' in definition ? definition.output?.schema : undefined
  if (schema?.type !== 'object') return undefined
  return { required: schema.required ?? [], properties: schema.properties as Schema['properties'] }
}

/** What is wrong with `answer`; undefined for nothing. */
function findProblem(method: string, answer: Loose): unknown {
  try {
    lexicons.assertValidXrpcOutput(method, jsonToLex(answer as Parameters<typeof jsonToLex>[0]))
    return undefined
  } catch (error) {
    return error
  }
}
