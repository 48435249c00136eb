// Which streams bear a label.
import { sha256 } from "../tree.mjs";

const DIGITS = "0123456789abcdefghijklmnopqrstuv", SECONDS = 900, EVENTS = 256;

export class Labels {
  rows = []; verifiers = new Map();

  take({ type, stream, stream_version, data, position }) {
    const label = (...names) => { for (const name of names) this.rows.push({ label: bytesOf(name).toString("hex"), position, stream }); };
    if (type === "family.device_requested") label("families", `families:client:${data.client_id}`);
    if (type === "family.authorized") label(`families:subject:${data.subject}`, ...(data.code ? ["families", `families:client:${data.client_id}`] : []));
    if (type === "session.opened") label("sessions", `sessions:subject:${data.subject}`);
    if (type === "verification.receipts_recorded" && this.isDue(stream, stream_version, data.at)) label("verifiers", stream);
  }

  /** A verifier's first, and then one that is 900 seconds or 256 events behind the last that gave labels. */
  isDue(stream, version, at) {
    const last = this.verifiers.get(stream);
    if (last && at - last.at < SECONDS && version - last.version < EVENTS) return false;
    this.verifiers.set(stream, { at, version });
    return true;
  }

  items() { return [...this.rows].sort((a, b) => a.position - b.position || (a.label < b.label ? -1 : 1)); }
}

/** A label's 16 bytes: those of one that ends with an identifier begin with its time. */
export function bytesOf(label) {
  const hash = sha256(label), time = timeOf(label.slice(label.lastIndexOf(":") + 1));
  return time ? Buffer.concat([time, hash.subarray(0, 10)]) : Buffer.concat([Buffer.from([0]), hash.subarray(0, 15)]);
}

/** The first 6 of an identifier's 16 bytes, or null where it is none. */
export function timeOf(text) {
  const [, id] = /^([0-9a-v]{26})(?:\.[1-9]\d{0,9})?$/.exec(text) ?? [];
  if (!id) return null;
  const bits = [...id].reduce((value, digit) => (value << 5n) | BigInt(DIGITS.indexOf(digit)), 0n);
  return bits & 3n ? null : Buffer.from((bits >> 2n).toString(16).padStart(32, "0").slice(0, 12), "hex");
}
