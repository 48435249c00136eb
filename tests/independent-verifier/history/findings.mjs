// What cannot have happened, and what came late.

/** A node decides by a view that may be 30 seconds old, and its append may wait for 60: what comes so soon after what forbids it is late, not impossible. Milliseconds. */
const LATE = 90_000;

export class Findings {
  impossible = []; late = [];

  /** That entry cannot stand there. */
  add(name, entry) { this.impossible.push({ name, position: entry.position }); }

  /** What stands there was forbidden by an earlier commit. @param since its time; undefined: it was not. */
  addSince(name, entry, since) {
    if (since === undefined) return;
    (timeOf(entry) - since > LATE ? this.impossible : this.late).push({ name, position: entry.position });
  }
}

/** Of a commit, in milliseconds since 1970. */
export const timeOf = (entry) => Date.parse(entry.time);

/** The token that an entry issued, or undefined. */
export const issuedBy = ({ type, data }) => type === "token.issued" ? data : ["family.opened", "refresh.rotated", "refresh.retried"].includes(type) ? data.token : undefined;
