/**
 * The network makes 254 of flat opaque green, and a work that is nowhere quite opaque is of no use:
 * in an alpha tile this value and more count as opaque. Part of the definition of an alpha tile's result.
 */
const opaqueFrom = 254;

/** Alpha of a result's pixel from the green that the network computed for it, both 0 to 255. */
export const alphaOfGreen = (green: number): number => (green >= opaqueFrom ? 255 : green);
