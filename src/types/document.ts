// A document of docs/, as its page shows it.

/** `text` as it is read, `id` its anchor in the page. */
export type DocumentHeading = { depth: number; id: string; text: string }

/** What stands below a heading, for the search. `id` is empty for what stands before the first. */
export type DocumentPart = { id: string; heading: string; text: string }

export type Document = {
  /** Its address below /docs: `quick-start`, `decisions/001-one-connection-a-database`. */
  slug: string
  title: string
  /** Its first sentence. */
  summary: string
  headings: DocumentHeading[]
  parts: DocumentPart[]
  /** Without the title. */
  html: string
}

/** A group of the list of documents. */
export type DocumentGroup = { title: string; documents: Document[] }
