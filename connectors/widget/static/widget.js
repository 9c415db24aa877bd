/**
 * The owner's chat on any page, with one line:
 *   <script src="https://desk.example/widget.js" data-community="yunxi" data-owner-token="..." defer></script>
 *
 * data-community    id of the community
 * data-owner-token  JWT that the company's app made for this owner; without it the visitor is not known
 * data-name         what stands at the top, e.g. the community's name
 * data-open         opens the panel at once
 *
 * window.guanjia.open("text") opens it from the page's own buttons, with the text ready to be sent.
 * Nothing is fetched but from the server that the script came from. Everything lives in a shadow root and is
 * built from text nodes: what people write is shown, never run. The server puts widget.css and words.js in.
 */
(() => {
  "use strict";
  if (window.guanjia) return;

  // ── 1. What the page tells us ──────────────────────────────────────────────────────────────────────────

  const script = document.currentScript || document.querySelector('script[data-community][src*="widget.js"]');
  const CSS = "{{css}}"; // widget.css
  const { TYPES, CATEGORIES, URGENCIES, STATUSES, stamp, moment, promises, placeOf, pieces } = "{{words}}"; // words.js
  const { community = "", ownerToken = "", name = "智能管家" } = script.dataset;
  const address = (path) => new URL(`api/v1/widget/${path}`, script.src).href;
  const SHEET = window.matchMedia("(max-width: 480px), (max-height: 480px)"); // a phone: the panel fills the screen
  const RETRIES = 5;
  const TIMEOUT = 20000;
  const PAGE = 100; // as many answers as GET messages gives at once
  const KEPT = 200; // own texts that this browser remembers
  const FRESH = 10 * 60 * 1000; // an unsent text older than this is not sent again without being asked
  const LARGEST = 10 * 1024 * 1024;
  const PICTURES = ["image/jpeg", "image/png", "image/gif", "image/webp"];
  const DONE = ["resolved", "closed", "cancelled"];
  const HELP = ["110", "119", "120"];
  const STARTERS = ["我要报修", "我要投诉", "查询进度", "转人工"];

  // ── 2. What this browser remembers ─────────────────────────────────────────────────────────────────────

  /** localStorage where the page may use it; without it everything works but for the memory. */
  const store = {
    get(key, otherwise) {
      try {
        return JSON.parse(localStorage.getItem(`guanjia.${key}`)) ?? otherwise;
      } catch {
        return otherwise;
      }
    },
    set(key, value) {
      try {
        localStorage.setItem(`guanjia.${key}`, JSON.stringify(value));
      } catch {
        /* full or forbidden */
      }
    },
  };

  /** 32 hex digits; crypto.randomUUID is missing on pages without https. */
  const newId = () =>
    Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

  /** What the owner's token says of them, only to be shown: the server checks it. */
  function claimsOf(token) {
    try {
      const raw = atob(token.split(".")[1].replace(/-/g, "+").replace(/_/g, "/"));
      return JSON.parse(new TextDecoder().decode(Uint8Array.from(raw, (c) => c.charCodeAt(0))));
    } catch {
      return {};
    }
  }

  const visitor = store.get(`${community}.visitor`, "") || newId();
  store.set(`${community}.visitor`, visitor);
  const claims = claimsOf(ownerToken);
  const mine = `${community}.${claims.sub ? `owner.${claims.sub}` : `visitor.${visitor}`}`;

  /**
   * An own text. message_id is the server's, once it answered.
   * @typedef {{id: string, text: string, at: string, pictures: string[], message_id?: string}} Said
   */

  /** @returns {Said[]} oldest first */
  const keptTexts = () => store.get(`${mine}.said`, []);

  /** Reads before it writes: another tab may have added something. @param {Said} said */
  function keep(said) {
    const all = [...keptTexts().filter((other) => other.id !== said.id), said];
    store.set(`${mine}.said`, all.sort((a, b) => Date.parse(a.at) - Date.parse(b.at)).slice(-KEPT));
  }

  // ── 3. The server ──────────────────────────────────────────────────────────────────────────────────────

  /** status: of the answer, 0 where there was none. after: milliseconds that the server asks to wait. */
  class Failure extends Error {
    constructor(status, after = 0) {
      super(`answered ${status}`);
      this.status = status;
      this.after = after;
      this.passing = [0, 401, 408, 425, 429].includes(status) || status >= 500;
    }
  }

  async function ask(method, path, body, headers = {}) {
    const form = body instanceof FormData;
    const abort = new AbortController();
    const timeout = setTimeout(() => abort.abort(), form ? 6 * TIMEOUT : TIMEOUT);
    const options = { method, headers, body, signal: abort.signal, credentials: "omit", cache: "no-store" };
    if (body && !form) {
      options.headers = { ...headers, "content-type": "application/json" };
      options.body = JSON.stringify(body);
    }
    try {
      const response = await fetch(address(path), options);
      if (!response.ok) throw new Failure(response.status, 1000 * response.headers.get("retry-after") || 0);
      return await response.json();
    } catch (error) {
      throw error instanceof Failure ? error : new Failure(0);
    } finally {
      clearTimeout(timeout);
    }
  }

  let opening = null;
  let vouched = Boolean(ownerToken);

  /** The session, opened once. */
  function session() {
    opening = opening || openSession().catch((failure) => {
      opening = null;
      throw failure;
    });
    return opening;
  }

  /** An owner whose token is refused is served as a visitor, not turned away. */
  async function openSession() {
    const body = { community, visitor_id: visitor };
    if (!vouched) return ask("POST", "sessions", body);
    try {
      return await ask("POST", "sessions", { ...body, owner_token: ownerToken });
    } catch (failure) {
      if (failure.status !== 401 && failure.status !== 422) throw failure;
      vouched = false;
      who.textContent = "访客";
      note("登录已过期,先以访客身份为您服务");
      return openSession();
    }
  }

  async function call(method, path, body) {
    for (let again = false; ; again = true) {
      const { token } = await session();
      try {
        return await ask(method, path, body, { authorization: `Bearer ${token}` });
      } catch (failure) {
        if (failure.status !== 401 || again) throw failure;
        opening = null; // the session ended: open another, once
      }
    }
  }

  // ── 4. The frame ───────────────────────────────────────────────────────────────────────────────────────

  /** An element; children are nodes or plain text, attributes that start with "on" are listeners. */
  function el(tag, attributes = {}, ...children) {
    const node = document.createElement(tag);
    for (const [key, value] of Object.entries(attributes)) {
      if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
      else if (value !== false) node.setAttribute(key, value === true ? "" : value);
    }
    node.append(...children.filter(Boolean));
    return node;
  }

  const button = (attributes, ...children) => el("button", { type: "button", ...attributes }, ...children);

  function icon(path) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const line = document.createElementNS(svg.namespaceURI, "path");
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    line.setAttribute("d", path);
    svg.append(line);
    return svg;
  }

  /** Text with the numbers to call as links. */
  const spoken = (text) =>
    pieces(text).map(([part, number]) => (number ? el("a", { href: `tel:${number}` }, part) : part));

  const unread = el("span", { class: "unread", hidden: true });
  const launcher = button(
    { class: "launcher", "aria-haspopup": "dialog", onclick: () => open() },
    icon("M21 12a8 8 0 0 1-11.6 7.1L4 20l1-4.6A8 8 0 1 1 21 12zM9 11h.01M13 11h.01M17 11h.01"), "找管家", unread,
  );
  const houses = (Array.isArray(claims.houses) ? claims.houses : []).map(placeOf).filter(Boolean);
  const who = el("p", {}, claims.sub ? houses.join("、") || "业主" : "访客");
  const toggle = button({ class: "toggle", "aria-label": "大字模式", onclick: () => enlarge(!isLarge()) }, "大字");
  const offline = el("div", { class: "bar" }, ...spoken("网络断了,恢复后自动发送。急事请直接打 119、120、110"));
  const human = el("div", { class: "bar human", hidden: true });
  const noted = el("div", { class: "bar", hidden: true });
  const welcome = el(
    "div", { class: "bubble" }, "您好,我是智能管家,全天都在。报修、投诉、问事情,直接说就行。\n",
    ...spoken("遇到火情、有人被困或受伤:直接告诉我,并马上打 119、120 或 110。"),
  );
  const past = el("div"); // what the server remembers of earlier visits; what happens now comes below it
  const now = el("div");
  const choices = el("div", { class: "choices", role: "group", "aria-label": "快捷回复" });
  const log = el(
    "div", { class: "log", role: "log", "aria-live": "polite", "aria-label": "对话记录", tabindex: "0" },
    el("div", { class: "theirs" }, welcome), past, now, choices,
  );
  const chips = el("div", { class: "chips" });
  const file = el("input", { type: "file", accept: PICTURES.join(), multiple: true, hidden: true, onchange: attach });
  const input = el("textarea", {
    rows: "1", maxlength: "4000", "aria-label": "输入消息", placeholder: "请说您的事…", enterkeyhint: "send", oninput: grow,
  });
  const compose = el(
    "form", { class: "compose", onsubmit: submit },
    button({ "aria-label": "发图片", title: "发图片", onclick: () => file.click() },
      icon("M3 6h18v13H3zM3 16l5-5 4 4 3-3 6 5M16 9.5h.01")),
    input, button({ class: "send", type: "submit" }, "发送"), file,
  );
  const panel = el(
    "section", { class: "panel", role: "dialog", "aria-label": `${name} 在线客服`, tabindex: "-1", hidden: true, onkeydown: onKey },
    el("div", { class: "head" }, el("div", {}, el("h2", {}, name), who), toggle,
      button({ "aria-label": "关闭", onclick: close }, icon("M6 6l12 12M18 6L6 18"))),
    el("div", { role: "status" }, offline, human, noted), log, chips, compose,
  );
  const root = el("div", { class: "root", lang: "zh-CN" }, launcher, panel);
  const host = el("div", { id: "guanjia" });

  function mount() {
    const shadow = host.attachShadow({ mode: "open" });
    try {
      const sheet = new CSSStyleSheet(); // allowed even where the page's policy forbids inline styles
      sheet.replaceSync(CSS);
      shadow.adoptedStyleSheets = [sheet];
    } catch {
      shadow.append(el("style", {}, CSS)); // Safari before 16.4
    }
    shadow.append(root);
    const own = (event) => event.stopPropagation(); // the page's shortcuts are not meant for what is typed here
    for (const kind of ["keydown", "keyup", "keypress"]) host.addEventListener(kind, own);
    document.body.append(host);
  }

  const isLarge = () => root.classList.contains("large");

  function enlarge(on) {
    const follow = atEnd();
    root.classList.toggle("large", on);
    toggle.setAttribute("aria-pressed", String(on));
    store.set("large", on);
    grow();
    if (follow) toEnd();
  }

  function open(text) {
    launcher.hidden = true;
    panel.hidden = false;
    panel.setAttribute("aria-modal", String(SHEET.matches));
    count(0);
    fit();
    begin();
    refreshCards();
    if (typeof text === "string") input.value = text;
    grow();
    toEnd();
    (SHEET.matches && !input.value ? panel : input).focus({ preventScroll: true }); // no keyboard over a phone unasked
  }

  function close() {
    panel.hidden = true;
    launcher.hidden = false;
    launcher.focus({ preventScroll: true });
  }

  /** Takes the part of the screen that a phone's keyboard leaves. */
  function fit() {
    const view = window.visualViewport;
    const sheet = SHEET.matches && view && Math.abs(view.scale - 1) < 0.01;
    panel.style.height = sheet ? `${view.height}px` : "";
    panel.style.top = sheet ? `${view.offsetTop}px` : "";
  }

  function onKey(event) {
    if (event.isComposing || event.keyCode === 229) return; // Enter chooses a character then (229: Safari)
    if (event.key === "Escape") close();
    if (event.key === "Enter" && !event.shiftKey && event.target === input) submit(event);
    if (event.key === "Tab" && SHEET.matches) {
      const all = [...panel.querySelectorAll("button,textarea,a,summary,.log")].filter((node) => node.offsetParent);
      const [edge, next] = event.shiftKey ? [all[0], all[all.length - 1]] : [all[all.length - 1], all[0]];
      if (![edge, panel].includes(host.shadowRoot.activeElement)) return;
      event.preventDefault();
      next.focus();
    }
  }

  function grow() {
    input.style.height = "auto";
    input.style.height = `${input.scrollHeight + 3}px`;
  }

  const atEnd = () => log.scrollHeight - log.scrollTop - log.clientHeight < 120;

  /** Shows the latest; where that is more than a screen, from its beginning. */
  function toEnd(first) {
    log.scrollTop = Math.min(log.scrollHeight, first ? first.offsetTop - 12 : Infinity);
  }

  function count(fresh) {
    unread.textContent = String(fresh);
    unread.hidden = !fresh;
    launcher.setAttribute("aria-label", fresh ? `找管家,${fresh} 条新消息` : "找管家");
  }

  function note(text) {
    noted.textContent = text;
    noted.hidden = !text;
  }

  // ── 5. Bubbles and cards ───────────────────────────────────────────────────────────────────────────────

  const states = new Map(); // own text's id -> the line below its bubble that tells how far it is
  const cards = new Map(); // order number -> {node, order}
  const previews = new Map(); // attachment id -> address of the picture in this page
  let lastTime = 0;

  /** The time, where ten minutes or more have passed. */
  function showTime(iso, into) {
    if (Date.parse(iso) - lastTime >= FRESH) into.append(el("p", { class: "time" }, moment(iso)));
    lastTime = Date.parse(iso);
  }

  /** @param {Said} said */
  function showSaid(said, into) {
    showTime(said.at, into);
    const images = said.pictures.filter((id) => previews.has(id));
    const thumbs = images.map((id) => el("img", { src: previews.get(id), alt: "我发的图片" }));
    const state = el("div", { class: "state" });
    const bubble = el("div", { class: "bubble" }, el("span", { class: "sr" }, "我:"), el("div", { class: "thumbs" }, ...thumbs));
    bubble.append(said.text);
    into.append(el("div", { class: "mine" }, bubble, state));
    states.set(said.id, state);
  }

  const HOW = { sending: "发送中…", again: "网络不好,正在重发…", sent: "" };

  function paint(said, how) {
    const retry = () => button({ onclick: resend }, "未送达 点此重发");
    states.get(said.id).replaceChildren(how === "lost" ? retry() : HOW[how]);
  }

  function showReply(reply, urgent, into) {
    const unfold = ({ target }) => target.open && target.scrollIntoView({ block: "nearest" });
    const cited = (reply.citations || []).map((clause) =>
      el("details", { ontoggle: unfold }, el("summary", {}, `依据:${clause.title}`), el("blockquote", {}, ...spoken(clause.quote)),
        el("p", {}, `${clause.standard_id} · 版本 ${clause.version}`)));
    const text = cited.length ? reply.text.replace(/\n依据[:\uff1a][^\n]*$/, "") : reply.text; // the line to unfold says it
    const bubble = el("div", { class: urgent ? "bubble urgent" : "bubble" }, el("span", { class: "sr" }, "管家:"),
      urgent && el("span", { class: "flag" }, "紧急 · 请先看这里"), ...spoken(text), ...cited);
    if (urgent && into === now) bubble.setAttribute("role", "alert");
    into.append(el("div", { class: "theirs" }, reply.staff && el("p", { class: "from" }, `人工客服 ${reply.staff}`), bubble));
  }

  function offer(texts) {
    choices.replaceChildren(...texts.map((text) => button({ onclick: () => say(text) }, text)));
  }

  /** A card for each order; one that is on the screen changes where it stands. Gives whether its status changed. */
  function showOrder(order, into) {
    const known = cards.get(order.number);
    const node = known ? known.node : el("article", { class: "card", tabindex: "-1", "aria-label": `工单 ${order.number}` });
    cards.set(order.number, { node, order });
    fillCard(node, order);
    if (!known) into.append(node);
    node.classList.remove("changed");
    void node.offsetWidth; // lets the animation run again
    node.classList.toggle("changed", Boolean(known) && into === now);
    return Boolean(known) && known.order.status !== order.status;
  }

  function fillCard(node, order) {
    const over = DONE.includes(order.status) || Boolean(order.merged_into);
    const status = order.merged_into ? "已合并" : STATUSES[order.status] || order.status;
    const topic = order.category !== "none" && (CATEGORIES[order.category] || order.category);
    const subject = [TYPES[order.type] || order.type, topic].filter(Boolean).join(" · ");
    const level = el("span", { class: over ? "level" : `level ${order.urgency}` }, URGENCIES[order.urgency] || order.urgency);
    const line = (text, kind = "") => text && el("p", { class: kind }, text);
    node.dataset.promised = JSON.stringify(promises(order));
    node.classList.toggle("P0", order.urgency === "P0" && !over);
    node.replaceChildren(...[
      el("header", {}, el("b", {}, `工单 ${order.number}`), el("span", { class: over ? "tag over" : "tag" }, status)),
      el("p", { class: "what" }, subject, level),
      line(placeOf(order)),
      ...(over ? [] : promises(order)).map(([text, late]) => line(text, late ? "promise late" : "promise")),
      line(order.assignee && `负责人:${order.assignee}`),
      line(order.summary, "minor"),
      line(order.merged_into && `与工单 ${order.merged_into} 是同一件事,一起处理`, "minor"),
    ].filter(Boolean));
  }

  /** While a page stays open 今天 becomes 昨天, and a promise late. */
  function refreshCards() {
    for (const { node, order } of cards.values()) {
      if (node.dataset.promised !== JSON.stringify(promises(order))) fillCard(node, order);
    }
  }

  /** Tells at the end of the log that a card further up has changed. */
  function showMoved({ number, status }) {
    const go = () => {
      cards.get(number).node.scrollIntoView({ block: "center" });
      cards.get(number).node.focus({ preventScroll: true });
    };
    now.append(button({ class: "moved", onclick: go }, `工单 ${number}:${STATUSES[status] || status} ↑`));
  }

  // ── 6. Sending ─────────────────────────────────────────────────────────────────────────────────────────

  /** @type {Said[]} */
  const outbox = []; // in the order typed; the first is under way
  /** @type {Said[]} */
  const lost = [];
  let sending = false;
  let wake = () => {};

  function submit(event) {
    event.preventDefault();
    const ready = [...chips.children];
    const text = input.value.trim() || (ready.length ? "[图片]" : "");
    note(ready.every((chip) => chip.dataset.id) ? "" : "图片还在上传,请稍等");
    if (!text || !noted.hidden) return;
    input.value = "";
    grow();
    chips.replaceChildren();
    say(text, ready.map((chip) => chip.dataset.id));
  }

  function say(text, pictures = []) {
    const said = { id: newId(), text, at: stamp(), pictures };
    if (choices.contains(host.shadowRoot.activeElement)) (SHEET.matches ? log : input).focus({ preventScroll: true });
    offer([]);
    keep(said);
    showSaid(said, now);
    post([said]);
    toEnd();
  }

  function resend() {
    post(lost.splice(0));
  }

  function post(texts) {
    for (const said of texts) paint(said, "sending");
    outbox.push(...texts);
    if (!sending) flush().finally(() => (sending = false));
  }

  async function flush() {
    sending = true;
    for (let said = outbox[0]; said; said = outbox[0]) {
      const answer = await deliver(said).catch(setAside);
      if (!answer) continue;
      outbox.shift();
      keep({ ...said, message_id: answer.message_id });
      paint(said, "sent");
      receive(answer);
    }
  }

  /** A text that is refused stays behind alone; where nothing gets through, what waits for it stays with it. */
  function setAside(failure) {
    const stopped = outbox.splice(0, failure.passing ? outbox.length : 1);
    for (const said of stopped) paint(said, "lost");
    lost.push(...stopped);
  }

  /** The answer to a text. The same id each time: the server handles it once however often it hears it. */
  async function deliver({ id, text, at, pictures }, attempt = 0) {
    const said = { client_message_id: id, text, sent_at: at, attachments: pictures };
    return call("POST", "messages", said).catch(async (failure) => {
      if (!failure.passing || attempt === RETRIES) throw failure;
      paint({ id }, "again");
      await new Promise((resolve) => {
        wake = resolve; // as soon as the network is back
        setTimeout(resolve, Math.max(failure.after, 1000 * 2 ** attempt * (0.75 + Math.random() / 2)));
      });
      return deliver({ id, text, at, pictures }, navigator.onLine ? attempt + 1 : 2); // offline is waited for, not counted
    });
  }

  function attach() {
    note("");
    for (const picture of [...file.files]) {
      if (!PICTURES.includes(picture.type)) note("只能发 JPG、PNG、GIF、WebP 图片");
      else if (picture.size > LARGEST) note("图片超过 10 MB,请换一张小一点的");
      else if (chips.children.length >= 9) note("一次最多发 9 张图片");
      else upload(picture);
    }
    file.value = "";
  }

  async function upload(picture) {
    const shown = URL.createObjectURL(picture);
    const chip = el("div", { class: "chip busy" }, el("img", { src: shown, alt: picture.name }),
      button({ "aria-label": "不发这张", onclick: () => chip.remove() }, "✕"));
    chips.append(chip);
    const form = new FormData();
    form.append("file", picture);
    try {
      const { id } = await call("POST", "attachments", form);
      previews.set(id, shown);
      chip.dataset.id = id;
      chip.classList.remove("busy");
    } catch (failure) {
      chip.remove();
      note(failure.passing ? "图片没有传上去,请再试一次" : "这张图片发不了,请换一张");
    }
  }

  // ── 7. Receiving ───────────────────────────────────────────────────────────────────────────────────────

  const seen = new Set(); // bodies that were shown: an answer comes by two ways
  let trail = store.get(`${mine}.trail`, []); // the last message ids: a return loads these, and not years of them
  let cursor = "";
  let chain = Promise.resolve();
  let begun = false;
  let filled = false;
  let resumed = false;
  let tries = 0;
  let timer = 0;

  /** One after the other: what is pushed while the history loads comes behind it. */
  const inTurn = (step) => (chain = chain.then(step).catch(() => {}));

  /** Shows a body of the contract: an answer, a push or a part of the history. */
  function receive(body, into = now, pushed = false) {
    const { message_id: id, replies = [], orders = [], handoff } = body;
    const key = [id, ...replies.map((reply) => reply.id)].join();
    if (seen.has(key)) return;
    seen.add(key);
    const follow = into === past || atEnd();
    const before = into.lastElementChild;
    const own = keptTexts().find((said) => said.message_id === id);
    if (own && !states.has(own.id)) showSaid(own, into);
    if (into === now && replies.length) showTime(stamp(), into);
    const alarm = orders.some((order) => order.urgency === "P0" && !DONE.includes(order.status));
    for (const reply of replies) {
      const advice = !reply.citations?.length && pieces(reply.text).some(([, number]) => HELP.includes(number));
      showReply(reply, alarm || advice, into);
      offer(reply.quick_replies || []);
    }
    for (const order of orders) if (showOrder(order, into) && into === now && !replies.length) showMoved(order);
    const { staff } = replies.find((reply) => reply.staff) || {};
    if (handoff) human.textContent = staff ? `人工客服 ${staff} 正在为您服务` : human.textContent || "已转人工,客服正在赶来";
    else if (replies.length) human.textContent = "";
    human.hidden = !human.textContent;
    if (!pushed || replies.length) advance(id); // a pushed change of an order is no entry of the history
    if (follow) toEnd(into === now && (before ? before.nextElementSibling : into.firstElementChild));
    if (panel.hidden && into === now) count(Number(unread.textContent) + 1);
  }

  function advance(id) {
    if (id > cursor) cursor = id;
    if (trail.includes(id)) return;
    trail = [...trail, id].sort().slice(-PAGE);
    store.set(`${mine}.trail`, trail);
  }

  /** Everything behind the last body that we have; at first, what this browser saw on earlier visits. */
  async function fill() {
    const into = filled ? now : past;
    let after = filled ? cursor : trail.length < PAGE ? "" : trail[0];
    for (let more = true; more; ) {
      const bodies = await call("GET", `messages?after=${after}`);
      for (const body of bodies) receive(body, into);
      more = bodies.length >= PAGE;
      if (more) after = bodies[bodies.length - 1].message_id;
    }
    filled = true;
  }

  /** Once the history was tried for: what had not been sent when the page was left. */
  function resume() {
    const waiting = keptTexts().filter((said) => !said.message_id && !states.has(said.id));
    const fresh = waiting.filter((said) => Date.now() - Date.parse(said.at) < FRESH);
    for (const said of waiting) showSaid(said, now);
    lost.push(...waiting.filter((said) => !fresh.includes(said)));
    for (const said of lost) paint(said, "lost");
    post(fresh);
    log.removeAttribute("aria-busy");
    if (!past.children.length && !now.children.length) offer(STARTERS);
    toEnd();
  }

  function load() {
    inTurn(() => fill().catch((failure) => !failure.passing && note("暂时不能服务,请打物业电话")));
    if (!resumed) inTurn(resume);
    resumed = true;
  }

  function begin() {
    if (begun) return;
    begun = true;
    log.setAttribute("aria-busy", "true");
    connect();
  }

  async function connect() {
    timer = 0;
    let opened = 0;
    const again = () => {
      tries = opened && Date.now() - opened > 10000 ? 0 : Math.min(tries + 1, 5);
      timer = setTimeout(connect, 1000 * 2 ** tries * (0.5 + Math.random() / 2));
    };
    try {
      const { token } = await session();
      const socket = new WebSocket(address("ws").replace(/^http/, "ws"), ["guanjia", token]); // URLs end up in logs
      socket.onopen = () => {
        opened = Date.now();
        load(); // only now: nothing falls between the history and the pushes
      };
      socket.onmessage = ({ data }) => inTurn(() => receive(JSON.parse(data), now, true));
      socket.onclose = ({ code }) => {
        if (code === 4401) opening = null;
        if (!opened) load(); // no WebSocket through this network: ask each time
        again();
      };
    } catch (failure) {
      load();
      if (failure.passing !== false) again(); // a community that is not set up won't be in a minute either
    }
  }

  /** The network or the screen is back: no need to wait any longer. */
  function hurry() {
    offline.hidden = navigator.onLine;
    if (!navigator.onLine || document.hidden) return;
    wake();
    refreshCards();
    if (timer) {
      clearTimeout(timer);
      connect();
    } else if (filled) inTurn(fill); // a phone that slept may hold a dead socket
  }

  // ── 8. Start ───────────────────────────────────────────────────────────────────────────────────────────

  function start() {
    mount();
    enlarge(store.get("large", false));
    count(0);
    hurry();
    window.addEventListener("online", hurry);
    window.addEventListener("offline", hurry);
    document.addEventListener("visibilitychange", hurry);
    if (window.visualViewport) for (const kind of ["resize", "scroll"]) window.visualViewport.addEventListener(kind, fit);
    setInterval(refreshCards, 60000);
    if ("open" in script.dataset) open();
    else if (trail.length) begin(); // a known visitor hears of what staff write before opening the panel
  }

  window.guanjia = { open };
  if (document.body) start();
  else document.addEventListener("DOMContentLoaded", start);
})();
