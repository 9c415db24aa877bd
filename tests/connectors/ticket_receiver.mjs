// An independent peer (Node's own crypto, no dependencies) of the generic REST connector and of webhooks out.
//   node ticket_receiver.mjs PORT SECRET
// Checks X-Guanjia-Signature: sha256=hex(HMAC(secret, timestamp + "." + rawBody)) and a window of 300 s, keeps answers
// by Idempotency-Key. POST /fault {"fault": ...} (unsigned) makes the next signed write fail:
//   500-after-store | 422 | 503 | drop. POST /outside/... (unsigned) is what people there do. POST /hook takes webhooks.
import http from "node:http";
import crypto from "node:crypto";
const [, , port, secret] = process.argv;
const tickets = new Map(), order = [], hooks = [];
let fault = null, clock = 0;
const json = (r, s, o, x = {}) => { r.writeHead(s, { "content-type": "application/json", ...x }); r.end(JSON.stringify(o)); };
const shown = (t) => ({ ...t, comments: t.comments.map((c) => ({ ...c, files: c.files.map((f) => ({ name: f.name, size: Buffer.from(f.content, "base64").length })) })) });
const touch = (t) => { t.stamp = String(++clock); order.push(t.id); };
function trusted(q, raw) {
  const ts = q.headers["x-guanjia-timestamp"] ?? "", got = Buffer.from(q.headers["x-guanjia-signature"] ?? "");
  const want = Buffer.from("sha256=" + crypto.createHmac("sha256", secret).update(ts + ".").update(raw).digest("hex"));
  return got.length === want.length && crypto.timingSafeEqual(got, want) && Math.abs(Date.now() / 1000 - Number(ts)) <= 300;
}
function outside(path, said) {
  const [, , what, id] = path.split("/"), t = tickets.get(id);
  if (what === "reset") { tickets.clear(); order.length = hooks.length = clock = 0; fault = null; return {}; }
  if (what === "hooks") return hooks;
  if (what === "tickets") return [...tickets.values()].map(shown);
  if (what === "open") { const made = { id: "H" + (tickets.size + 1), key: "", comments: [], moved_by: "", touched: true, type: "", category: "", ...said }; tickets.set(made.id, made); touch(made); return made; }
  if (what === "move") { t.fields.status = said.status; t.moved_by = said.author; t.touched = true; touch(t); return t; }
  if (what === "set") { Object.assign(t.fields, said); t.touched = true; touch(t); return t; }
  if (what === "torn") { Object.assign(t.fields, said); return t; }
  if (what === "retitle") { t.title = said.title; touch(t); return t; }
  if (what === "comment") { t.comments.push({ id: "c" + t.comments.length + "-" + t.id, author: said.author, text: said.text, public: said.public ?? false, files: said.files ?? [] }); t.touched = true; touch(t); return t; }
  if (what === "delete") { tickets.delete(id); return {}; }
}
function serve(method, url, raw, headers) {
  const body = raw.length ? JSON.parse(raw) : null, parts = url.pathname.split("/").slice(1).map(decodeURIComponent);
  if (method === "GET" && url.pathname === "/changes") {
    const since = Number(url.searchParams.get("since")), ids = [...new Set(order.slice(since))].filter((i) => tickets.has(i));
    return [200, { tickets: ids.map((id) => ({ id, stamp: tickets.get(id).stamp })), next: order.length }];
  }
  if (method === "GET" && url.pathname === "/tickets") return [200, { tickets: [...tickets.values()].filter((t) => t.key === url.searchParams.get("key")).map(shown) }];
  if (method === "POST" && url.pathname === "/tickets") {
    const there = [...tickets.values()].find((t) => t.key === headers["idempotency-key"]);
    if (there) return [200, shown(there)];
    const t = { id: "T" + (tickets.size + 1), comments: [], moved_by: "", touched: false, ...body };
    tickets.set(t.id, t); touch(t); return [201, shown(t)];
  }
  const t = parts[0] === "tickets" ? tickets.get(parts[1]) : null;
  if (!t) return [404, { error: "not found" }];
  if (method === "GET" && parts.length === 2) return [200, shown(t)];
  if (method === "PATCH") { Object.assign(t.fields, body.fields); if (body.key) t.key = body.key; touch(t); return [200, shown(t)]; }
  if (method === "POST" && parts[2] === "comments") {
    if (!t.comments.some((c) => c.key === body.key)) { t.comments.push({ id: "c" + t.comments.length + "-" + t.id, author: "guanjia", ...body }); touch(t); }
    return [201, {}];
  }
  if (method === "GET" && parts[4] === "files") return [200, { content: t.comments.find((c) => c.id === parts[3]).files[Number(parts[5])].content }];
  return [404, { error: "not found" }];
}
http.createServer((q, r) => {
  const c = [];
  q.on("data", (d) => c.push(d));
  q.on("end", () => {
    const raw = Buffer.concat(c), url = new URL(q.url, "http://x");
    if (url.pathname === "/healthz") return json(r, 200, { ok: true });
    if (url.pathname === "/fault") { fault = JSON.parse(raw).fault; return json(r, 200, {}); }
    if (url.pathname.startsWith("/outside/")) return json(r, 200, outside(url.pathname, raw.length ? JSON.parse(raw) : {}) ?? {});
    if (!trusted(q, raw)) return json(r, 401, { error: "bad signature" });
    const now = q.method === "GET" ? null : fault;
    if (now) fault = null;
    if (now === "drop") return q.socket.destroy();
    if (now === "422") return json(r, 422, { error: "not like this" });
    if (now === "503") return json(r, 503, {}, { "retry-after": "3" });
    if (url.pathname === "/hook") { hooks.push({ ...JSON.parse(raw), delivery: q.headers["x-guanjia-delivery"] }); return json(r, now === "500-after-store" ? 500 : 204, {}); }
    const [status, body] = serve(q.method, url, raw, q.headers);
    return json(r, now === "500-after-store" ? 500 : status, body);
  });
}).listen(Number(port), "127.0.0.1", () => console.log("ready"));
