/** Stands in for wallet connectors that the gallery does not offer; see `next.config.ts`. */
export default {};
