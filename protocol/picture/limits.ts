/** Largest picture that is decoded at all, in pixels. A service may take less. */
export const maxInputPixels = 100_000_000;
/** The same for a picture that can only be decoded as a whole: WebP, AVIF, progressive JPEG, interlaced PNG. */
export const maxWholePixels = 40_000_000;
export const maxSidePixels = 65_535;
export const maxInputBytes = 100 * 1024 * 1024;
