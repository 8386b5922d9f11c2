// A report to moderators, and what can be said in one.

/** `id` is a reason of tools.ozone.report.defs. */
export type ReportReason = { id: string; label: string }

/** Who takes reports. `reasons` are those of our list that it reviews; empty `did` is the person's own server. */
export type ReportTarget = { did: string; name: string; reasons: string[] }

export type ReportSubject = {
  /** As the form carries it: a DID, or the URI of a record. */
  id: string
  kind: 'account' | 'post' | 'feed' | 'list' | 'starter pack' | 'labeler'
  /** Whom or what it is about, in words. */
  title: string
  by: string
  href: string
}
