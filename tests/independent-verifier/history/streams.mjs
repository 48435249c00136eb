// Streams that are named by time begin then.
import { timeOf as bytesOfTime } from "../projections/labels.mjs";
import { timeOf } from "./findings.mjs";

/** An hour, in milliseconds. */
const FAR = 3_600_000;
const NAMED_BY_TIME = /^(?:audit|family|handoff|logout|pushed|refusal|session|sign_in|token|verification):([^:]+)$/;

export class Streams {
  constructor(findings) { Object.assign(this, { findings }); }

  take(entry) {
    const named = entry.stream_version === 0 && NAMED_BY_TIME.exec(entry.stream), time = named && bytesOfTime(named[1]);
    if (time && Math.abs(time.readUIntBE(0, 6) - timeOf(entry)) >= FAR) this.findings.add("stream_out_of_time", entry);
  }
}
