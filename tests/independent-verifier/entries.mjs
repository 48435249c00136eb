// Entries: what each says of itself and of those before it.
import { canonical, isObject, utf8 } from "./json.mjs";
import { diverge } from "./report.mjs";

const MEMBERS = ["actor", "context", "correlation_id", "data", "position", "stream", "stream_version", "tenant", "time", "type", "type_version"];
const TIME = "\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d\\.\\d{6}Z", COUNT = "(0|[1-9]\\d{0,15})";
const TAIL = new RegExp(`^\\{.*,"position":${COUNT},"stream":"(?:[ !#-[\\]-~]|\\\\.)+","stream_version":${COUNT},"tenant":"[^"\\\\]*","time":"${TIME}","type":"[^"\\\\]*","type_version":${COUNT}\\}$`, "s");

/** What each envelope says of itself and of those before it. Holds a number per stream. */
export class Envelopes {
  streams = new Map(); time = "";
  constructor(tenant, page, keys) { Object.assign(this, { tenant, page, keys }); }

  check(bytes, position) {
    const wrong = (name, expected, found) => diverge(name, { position, expected, found });
    if (!TAIL.test(bytes.toString("latin1"))) wrong("not_an_entry", "position to type_version at its end", "something else");
    const entry = parseEntry(bytes, position);
    if (entry.position !== position) wrong(entry.position > position ? "entry_missing" : "entries_reordered", position, entry.position);
    if (entry.tenant !== this.tenant) wrong("other_tenant", this.tenant, entry.tenant);
    if (entry.time < this.time) wrong("time_runs_back", this.time, entry.time);
    if (entry.stream === "log-keys") this.keys?.compare(entry);
    this.compareWithPage(entry, wrong);
    const version = this.streams.get(entry.stream) ?? 0;
    if (entry.stream_version !== version) wrong("stream_gap", version, entry.stream_version);
    this.streams.set(entry.stream, version + 1);
    this.time = entry.time;
    return entry;
  }

  compareWithPage(entry, wrong) {
    const type = this.page.types.get(entry.type), unknown = Object.keys(entry.data).find((name) => !type?.members.has(name));
    if (!type?.versions.includes(entry.type_version)) wrong("unreadable_entry", "a type of the table", `${entry.type} ${entry.type_version}`);
    if (unknown !== undefined) wrong("unreadable_entry", "members of the table", `${entry.type} ${unknown}`);
    if (!this.page.streams.some((kind) => kind === entry.stream || (kind.endsWith(":") && entry.stream.startsWith(kind)))) wrong("unreadable_entry", "a stream of the table", entry.stream);
  }
}

/** The members of an entry; `unreadable_entry` where it has others, or is not canonical. */
export function parseEntry(bytes, position) {
  try {
    const entry = JSON.parse(utf8(bytes));
    if (!isObject(entry) || Object.keys(entry).join() !== MEMBERS.join()) throw new SyntaxError("not the members of an entry");
    if (!Buffer.from(canonical(entry)).equals(bytes)) throw new SyntaxError("not canonical");
    if (!isObject(entry.context) || !isObject(entry.data)) throw new SyntaxError("a member of another form");
    if (["actor", "correlation_id"].some((m) => typeof entry[m] !== "string")) throw new SyntaxError("a member that is not text");
    return entry;
  } catch (error) { return diverge("unreadable_entry", { position, why: error.message }); }
}
