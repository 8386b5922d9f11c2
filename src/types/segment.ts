// Pieces of text with their meaning, in reading order.

/** `host` is set on a link whose text names another host than the one it leads to. */
export type Segment =
  | { kind: 'text'; text: string }
  | { kind: 'link'; text: string; href: string; host?: string | undefined }
  | { kind: 'mention'; text: string; href: string }
  | { kind: 'tag'; text: string; href: string }
