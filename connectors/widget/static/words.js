/** How the widget writes times, promises, places and telephone numbers. An expression; needs no page. */
(() => {
  const LABELS = "{{labels}}"; // Chinese names by id, put in by the server
  const CLOCKS = { respond: "响应", arrive: "到场", resolve: "办结" };
  const AHEAD = {
    new: ["respond", "arrive", "resolve"], assigned: ["respond", "arrive", "resolve"],
    reopened: ["respond", "arrive", "resolve"], accepted: ["arrive", "resolve"], in_progress: ["resolve"],
  };

  /** This moment here with its offset, e.g. 2026-03-01T15:30:00+08:00. */
  function stamp() {
    const offset = -new Date().getTimezoneOffset();
    const two = (n) => String(Math.floor(Math.abs(n))).padStart(2, "0");
    const wall = new Date(Date.now() + offset * 60000).toISOString().slice(0, 19);
    return `${wall}${offset < 0 ? "-" : "+"}${two(offset / 60)}:${two(offset % 60)}`;
  }

  /** 今天 15:30, by the clocks of the place that the time was written for. "" for what is no time. */
  function moment(iso) {
    const parts = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d).*?(?:Z|([+-])(\d\d):?(\d\d))$/.exec(iso || "");
    if (!parts) return "";
    const [year, month, day, hour] = parts.slice(1, 5).map(Number);
    const offset = parts[6] ? Number(`${parts[6]}1`) * (Number(parts[7]) * 60 + Number(parts[8])) : 0;
    const there = new Date(Date.now() + offset * 60000);
    const midnight = Date.UTC(year, month - 1, day);
    const days = (midnight - Date.UTC(there.getUTCFullYear(), there.getUTCMonth(), there.getUTCDate())) / 86400000;
    const near = { "-1": "昨天", 0: "今天", 1: "明天", 2: "后天" }[days];
    const date = `${month}月${day}日(周${"日一二三四五六"[new Date(midnight).getUTCDay()]})`;
    return `${near || (year === there.getUTCFullYear() ? date : `${year}年${date}`)} ${hour}:${parts[5]}`;
  }

  /** What is still promised for an order: [["最迟今天 15:30 到场", late], ...]. */
  function promises(order) {
    const ahead = (AHEAD[order.status] || []).filter((clock) => moment(order[`${clock}_by`]));
    return ahead.map((clock) => {
      const by = order[`${clock}_by`];
      const late = Date.parse(by) < Date.now();
      return [late ? `本应${moment(by)} 前${CLOCKS[clock]},已超时` : `最迟${moment(by)} ${CLOCKS[clock]}`, late];
    });
  }

  /** 3号楼2单元1201室 厨房 */
  function placeOf({ building, unit, room, place }) {
    const block = building && (/^\d+$/.test(building) ? `${building}号楼` : `${building}座`);
    const house = [block, unit && `${unit}单元`, room && `${room}室`].filter(Boolean).join("");
    return [house, place].filter(Boolean).join(" ");
  }

  const NUMBER = /0\d{2,3}[- ]\d{3,4}[- ]\d{4}|400[- ]\d{3}[- ]\d{4}|\d(?:-?\d)*/g;
  const CALLED = /(?:[打拨叫]|电话|热线|致电|报警)[^\d,。;!?\uff0c\uff1b\uff01\uff1f\n]{0,6}$/;
  const UNIT = /^\s*(?:[元块号栋幢楼室户分秒天日月年平米㎡%\uff05次人个张度折斤升]|小时|公里|[A-Za-z\d]|[.:]\d)/;

  /** The pieces of a text: [text, the number to call or ""]. 打120 is a call, 120元 and 120室 are not. */
  function pieces(text) {
    const found = [];
    let from = 0;
    let linked = false;
    for (const { 0: run, index } of text.matchAll(NUMBER)) {
      const between = text.slice(from, index);
      const digits = run.replace(/\D/g, "");
      const certain = /^(?:[48]00\d{7}|0\d{9,11}|1[3-9]\d{9})$/.test(digits);
      const short = /^(?:1(?:10|19|20)|[19]\d{4}|\d{3,4}-?\d{4})$/.test(run);
      const called = CALLED.test(between) || (linked && /^\s*[和或及与、/,\uff0c]\s*$/.test(between));
      const alone = !/[A-Za-z\d.*-]$/.test(between) && !UNIT.test(text.slice(index + run.length));
      linked = alone && (certain || (short && called));
      if (linked) found.push([between, ""], [run, digits]);
      else found.push([between + run, ""]);
      from = index + run.length;
    }
    return [...found, [text.slice(from), ""]];
  }

  return { ...LABELS, stamp, moment, promises, placeOf, pieces };
})()
