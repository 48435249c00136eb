// What the log's own keys are, by keys.json and by the log.
import { diverge } from "./report.mjs";

/** keys.json must say of the log's keys what the events of stream log-keys say. */
export class KeyEvents {
  told = new Set();
  constructor(keys) { this.keys = keys; }

  compare({ type, data, position }) {
    const rsa = this.keys.find((key) => key.type === 5 && key.kid === data.kid), ed = this.keys.find((key) => key.type === 1 && key.kid === data.kid);
    const same = type === "log_key.retired" ? rsa?.until === position && rsa.end === data.at
      : rsa?.from === position && rsa.since === data.at && rsa.n === data.n && rsa.name === data.origin && ed?.raw.toString("base64url") === data.ed25519;
    if (!same) diverge("keys_differ", { position, why: `keys.json tells of ${data.kid} otherwise` });
    this.told.add(position);
  }

  finish(size) {
    for (const position of this.keys.flatMap((key) => [key.from, key.until]).filter((at) => at < size && !this.told.has(at))) diverge("keys_differ", { position, why: "the log does not tell of it" });
  }
}
