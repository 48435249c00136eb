// What was found wrong, and how it is told.

export class Divergence extends Error {
  /** @param more of the report. */
  constructor(name, where = {}, more = {}) { super(name); this.report = { ...more, verified: false, divergence: { name, ...where } }; }
}
export class Unreadable extends Error {}
export class NoProof extends Error {}
export const diverge = (name, where) => { throw new Divergence(name, where); };
