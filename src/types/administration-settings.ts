// What the settings page of the administration shows.

export type ShownSetting = {
  name: string
  /** As it is; empty for what is not set, and for secrets. */
  text: string
  isSet: boolean
  /** What it is when nobody sets it; empty where that depends. */
  standard: string
  description: string
  from: 'environment' | 'file' | 'browser' | 'default'
  /** Whether it can be changed here. */
  isOpen: boolean
  isSecret: boolean
  kind: 'text' | 'number' | 'choice'
  choices: string[]
  /** Whether it counts at once; otherwise from the next start. */
  isImmediate: boolean
  /** Whether it is otherwise than what runs. */
  isWaiting: boolean
}

export type SettingsPageGroup = { title: string; settings: ShownSetting[] }
