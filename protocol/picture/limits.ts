/** Largest picture that is decoded at all, in pixels. A service may take less. */
export const maxInputPixels = 100_000_000;
/** The same for what is decoded as a whole: WebP, progressive JPEG, interlaced PNG. It keeps memory under 600 MB. */
export const maxWholePixels = 50_000_000;
/** The same for AVIF, whose decoder takes up to 24 bytes a pixel. */
export const maxAvifPixels = 20_000_000;
export const maxSidePixels = 65_535;
export const maxInputBytes = 100 * 1024 * 1024;
