// Nothing changes before it begins, nothing begins twice.

const LIVES = [
  { begin: ["tenant.created"], within: /^tenant\./ },
  { begin: ["client.registered"], within: /^client\.(changed|secret_(set|added|removed)|disabled|enabled|removed)$/, end: ["client.removed"] },
  { begin: ["resource.registered"], within: /^resource\./ },
  { begin: ["user.registered"], within: /^user\.(claims_changed|password_set|disabled|enabled|removed)$/, end: ["user.removed", "user.erased"] },
  { begin: ["peer.trusted"], within: /^peer\.(changed|key_added|key_removed|keys_confirmed|disabled|enabled|removed)$/, end: ["peer.removed"] },
  { begin: ["logout.due"], within: /^logout\./ },
  { begin: ["session.opened"], within: /^session\./ },
];

export class Lives {
  alive = new Set();
  constructor(findings) { Object.assign(this, { findings }); }

  /** Whether what it changes is there: what is not cannot be folded. */
  take(entry) {
    const { type, stream } = entry, life = LIVES.find(({ begin, within }) => begin.includes(type) || within.test(type)), begins = life?.begin.includes(type);
    if (life?.end?.includes(type)) return this.alive.delete(stream) || this.refuse(entry);
    if (life && begins === this.alive.has(stream)) return this.refuse(entry);
    if (begins) this.alive.add(stream);
    if (type === "user.erased") this.alive.delete(stream);
    return true;
  }

  refuse(entry) { this.findings.add("event_out_of_life", entry); return false; }
}
