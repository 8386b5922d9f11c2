// A form that could not be taken: its author is signed out by now, or a server does not answer.

/** `action` is the path that it was sent to, with its query; files cannot come back. */
export type Unsent = { action: string; fields: [name: string, value: string][]; hadFiles: boolean }
