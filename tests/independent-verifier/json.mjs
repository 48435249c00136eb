// JSON: UTF-8, no member twice, canonical where it must be.
const DEPTH = 64;

export const utf8 = (bytes) => new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);

export function strictJson(bytes) {
  const text = utf8(bytes), value = JSON.parse(text), open = [];
  for (const [token] of text.matchAll(/"(?:[^"\\]+|\\.)*"(\s*:)?|[{}[\]]/gs)) {
    if (token === "{" || token === "[") open.push(new Set());
    else if (token === "}" || token === "]") open.pop();
    else if (token.endsWith(":")) {
      const name = JSON.parse(token.slice(0, -1));
      if (open.at(-1).has(name)) throw new SyntaxError(`"${name}" stands there twice`);
      open.at(-1).add(name);
    }
    if (open.length > DEPTH) throw new SyntaxError("nested too deep");
  }
  return value;
}

/** RFC 8785, integers only. */
export function canonical(value, depth = 0) {
  if (depth > DEPTH) throw new SyntaxError("nested too deep");
  if (typeof value === "string" && /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(value)) throw new SyntaxError("half a surrogate pair");
  if (typeof value === "number" && !Number.isSafeInteger(value)) throw new SyntaxError("not an integer");
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item, depth + 1)).join(",")}]`;
  return `{${Object.keys(value).sort().map((name) => `${canonical(name)}:${canonical(value[name], depth + 1)}`).join(",")}}`;
}

export const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
export const isCount = (value) => Number.isSafeInteger(value) && value >= 0;

export function base64(text, length) {
  const bytes = Buffer.from(String(text), "base64");
  if (bytes.toString("base64") !== text || (length !== undefined && bytes.length !== length)) throw new SyntaxError("not the base64 that it should be");
  return bytes;
}

export const onlyMembers = (value, ...names) => { if (!isObject(value) || Object.keys(value).some((name) => !names.includes(name))) throw new SyntaxError("not the members that it should have"); };
