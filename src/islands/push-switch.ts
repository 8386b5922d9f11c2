// x-data="pushSwitch": asks this browser for push messages, and says here where they go.
//
// data-key  what the push service is asked with, base64url
// data-on   whether this browser is told already

type Switch = { isOn: boolean; isBusy: boolean; trouble: string } & AlpineMagics

export function pushSwitch() {
  return {
    isOn: true,
    isBusy: false,
    trouble: '',

    get isFine() {
      return this.trouble === ''
    },

    async init(this: Switch) {
      const isAble = 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window
      if (!isAble) {
        const words = isSecureContext ? 'This browser knows no push messages.' : 'Push messages need an https address.'
        this.trouble = /iPhone|iPad/.test(navigator.userAgent) ? 'Add SkyPanel to the home screen first.' : words
        return
      }
      this.isOn = this.$root.dataset.on !== undefined
    },

    async turnOn(this: Switch) {
      this.isBusy = true
      this.trouble = await turnOn(this.$root.dataset.key ?? '').catch((error: unknown) => {
        const why = error instanceof Error ? error.message : ''
        return `This browser’s push service could not be asked. ${why}`
      })
      this.isBusy = false
      if (this.trouble === '') location.assign('/settings/notifications#push')
      if (this.trouble === '') location.reload()
    },
  }
}

/** What went wrong, in a sentence; '' when the browser is told from now on. */
async function turnOn(key: string): Promise<string> {
  if ((await Notification.requestPermission()) !== 'granted') {
    return 'This browser does not let SkyPanel show messages. Allow it in the settings of this site.'
  }
  const { pushManager } = await navigator.serviceWorker.ready
  // One made with another key is of no use.
  await (await pushManager.getSubscription())?.unsubscribe()
  const { endpoint, keys } = (
    await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key })
  ).toJSON()
  const body = new URLSearchParams({ endpoint: endpoint ?? '', p256dh: keys?.p256dh ?? '', auth: keys?.auth ?? '' })
  const answer = await fetch('/push/subscribe', { method: 'POST', body, headers: { accept: 'application/json' } })
  if (answer.ok) return ''
  return (await answer.json().catch(() => ({}))).error ?? 'SkyPanel did not take it.'
}
