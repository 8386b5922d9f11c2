// The icons in use (Lucide, ISC), read from the package at build time.
import arrowDown from 'lucide-static/icons/arrow-down.svg?raw'
import arrowUp from 'lucide-static/icons/arrow-up.svg?raw'
import atSign from 'lucide-static/icons/at-sign.svg?raw'
import badgeCheck from 'lucide-static/icons/badge-check.svg?raw'
import badgeX from 'lucide-static/icons/badge-x.svg?raw'
import ban from 'lucide-static/icons/ban.svg?raw'
import bell from 'lucide-static/icons/bell.svg?raw'
import bellOff from 'lucide-static/icons/bell-off.svg?raw'
import bookmark from 'lucide-static/icons/bookmark.svg?raw'
import circleAlert from 'lucide-static/icons/circle-alert.svg?raw'
import circleCheck from 'lucide-static/icons/circle-check.svg?raw'
import circleOff from 'lucide-static/icons/circle-off.svg?raw'
import code from 'lucide-static/icons/code.svg?raw'
import copy from 'lucide-static/icons/copy.svg?raw'
import download from 'lucide-static/icons/download.svg?raw'
import ellipsis from 'lucide-static/icons/ellipsis.svg?raw'
import externalLink from 'lucide-static/icons/external-link.svg?raw'
import eyeOff from 'lucide-static/icons/eye-off.svg?raw'
import flag from 'lucide-static/icons/flag.svg?raw'
import globe from 'lucide-static/icons/globe.svg?raw'
import hash from 'lucide-static/icons/hash.svg?raw'
import heart from 'lucide-static/icons/heart.svg?raw'
import house from 'lucide-static/icons/house.svg?raw'
import image from 'lucide-static/icons/image.svg?raw'
import languages from 'lucide-static/icons/languages.svg?raw'
import link from 'lucide-static/icons/link.svg?raw'
import list from 'lucide-static/icons/list.svg?raw'
import listTree from 'lucide-static/icons/list-tree.svg?raw'
import lock from 'lucide-static/icons/lock.svg?raw'
import logIn from 'lucide-static/icons/log-in.svg?raw'
import logOut from 'lucide-static/icons/log-out.svg?raw'
import menu from 'lucide-static/icons/menu.svg?raw'
import messageSquare from 'lucide-static/icons/message-square.svg?raw'
import palette from 'lucide-static/icons/palette.svg?raw'
import pin from 'lucide-static/icons/pin.svg?raw'
import play from 'lucide-static/icons/play.svg?raw'
import plus from 'lucide-static/icons/plus.svg?raw'
import quote from 'lucide-static/icons/quote.svg?raw'
import repeat from 'lucide-static/icons/repeat-2.svg?raw'
import rss from 'lucide-static/icons/rss.svg?raw'
import search from 'lucide-static/icons/search.svg?raw'
import settings from 'lucide-static/icons/settings-2.svg?raw'
import share from 'lucide-static/icons/share-2.svg?raw'
import shield from 'lucide-static/icons/shield.svg?raw'
import sliders from 'lucide-static/icons/sliders-horizontal.svg?raw'
import squarePen from 'lucide-static/icons/square-pen.svg?raw'
import trash from 'lucide-static/icons/trash-2.svg?raw'
import triangleAlert from 'lucide-static/icons/triangle-alert.svg?raw'
import undo from 'lucide-static/icons/undo-2.svg?raw'
import unplug from 'lucide-static/icons/unplug.svg?raw'
import user from 'lucide-static/icons/user.svg?raw'
import userPlus from 'lucide-static/icons/user-plus.svg?raw'
import userX from 'lucide-static/icons/user-x.svg?raw'
import users from 'lucide-static/icons/users.svg?raw'
import volumeX from 'lucide-static/icons/volume-x.svg?raw'
import x from 'lucide-static/icons/x.svg?raw'

const files = {
  arrowDown,
  arrowUp,
  atSign,
  badgeCheck,
  badgeX,
  ban,
  bell,
  bellOff,
  bookmark,
  circleAlert,
  circleCheck,
  circleOff,
  code,
  copy,
  download,
  ellipsis,
  externalLink,
  eyeOff,
  flag,
  globe,
  hash,
  listTree,
  undo,
  heart,
  house,
  image,
  languages,
  link,
  list,
  lock,
  logIn,
  logOut,
  menu,
  messageSquare,
  palette,
  pin,
  play,
  plus,
  quote,
  repeat,
  rss,
  search,
  settings,
  share,
  shield,
  sliders,
  squarePen,
  trash,
  triangleAlert,
  unplug,
  user,
  userPlus,
  userX,
  users,
  volumeX,
  x,
}

export type IconName = keyof typeof files

/** The shapes inside each icon's <svg>, white space removed: they are sent with every page. */
export const icons = Object.fromEntries(
  Object.entries(files).map(([name, svg]) => [
    name,
    svg
      .slice(svg.indexOf('>', svg.indexOf('<svg')) + 1, svg.lastIndexOf('</svg>'))
      .replace(/\n\s*/g, '')
      .replaceAll(' />', '/>'),
  ]),
) as Record<IconName, string>
