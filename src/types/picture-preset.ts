// The sizes in which pages show pictures.

/**
 * What a place on a page needs: `avatar` and `avatar-large` are squares of 96 and 192 pixels, `banner` is 1200 × 400;
 * the others keep their shape and are at most 320 (`card`), 600 (`thumb`), 1200 (`large`) and 2000 (`full`) pixels wide.
 */
export type PicturePreset = 'avatar' | 'avatar-large' | 'banner' | 'card' | 'thumb' | 'large' | 'full'
