// A labeler and what its labels mean.
import type { Actor } from './actor.ts'
import type { Standing } from './standing.ts'

/** What a label does where somebody uses it (com.atproto.label.defs#labelValueDefinition). */
export type LabelEffect = {
  covers: 'content' | 'media' | 'none'
  severity: 'alert' | 'inform' | 'none'
}

export type LabelSetting = 'ignore' | 'warn' | 'hide'

/** `lang` is the language of name and description (BCP 47). */
export type LabelPolicy = LabelEffect & {
  id: string
  name: string
  description: string
  lang?: string | undefined
  isAdult: boolean
  /** Whether it is one of everybody's labels, which are set once for all labelers. */
  isGlobal: boolean
  /** What applies to the viewer: their own choice, or what the labeler or everybody begins with. */
  setting: LabelSetting
  isChosen: boolean
}

export type Labeler = {
  actor: Actor
  likes: number
  policies: LabelPolicy[]
  isSubscribed: boolean
  /** Applies to everybody on this network. */
  isBuiltIn: boolean
  standing: Standing
}
