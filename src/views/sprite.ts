// The icons that stand in every post: drawn once a page, because thirty copies weigh more than the text.
import { icons } from './icons.ts'

export const sprite = {
  reply: icons.messageSquare,
  repost: icons.repeat,
  like: icons.heart,
  save: icons.bookmark,
  more: icons.ellipsis,
  user: icons.user,
}

export type SpriteName = keyof typeof sprite
