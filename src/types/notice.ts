// What an act of the viewer's came to.

/** A sentence for the page they go back to. `undo` is the form that takes it back: where it goes and what it says. */
export type Notice = { text: string; undo?: { action: string; fields: Record<string, string> } | undefined }
