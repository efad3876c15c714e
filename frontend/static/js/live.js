// One socket to one room: ticket, greeting, numbers, back-off with jitter; without it the page is read again by HTTP.
// The database is the truth: whatever this misses, `stale` heals by reading the page.

const PAUSES = [1, 2, 4, 8, 15];
const POLL = 15000;
const PING = 25000;
const HOLE = 500;
const TICKET_LIFE = 240000;
const PATIENCE = 8000;

/**
 * Keep a page live.
 * @param {{socket: string, tickets: string, epoch: string, seq: number, event: (frame: any) => void,
 *   tick: (counts: Record<string, [number, number]>) => void, stale: () => Promise<void> | void,
 *   line?: (isOpen: boolean, isNews: boolean) => void}} page
 */
export function live(page) {
  let { epoch, seq } = page;
  let socket = null, isOpen = false, tries = 0, ticket = null, ticketAt = 0, poll = 0, hole = 0;
  const missing = new Set(), waiting = new Map();
  const state = { canVote: false, send, get isOpen() { return isOpen; } };

  async function getTicket() {
    if (ticket && Date.now() - ticketAt < TICKET_LIFE) return ticket;
    const answer = await fetch(page.tickets, { credentials: "same-origin", headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error("no ticket");
    const given = await answer.json();
    state.canVote = Boolean(given.can_vote);
    return keep(given.ticket);
  }

  function keep(token) {
    if (token) { ticket = token; ticketAt = Date.now(); }
    return ticket;
  }

  async function open() {
    try {
      const token = await getTicket();
      const scheme = location.protocol === "https:" ? "wss:" : "ws:";
      socket = new WebSocket(`${scheme}//${location.host}${page.socket}`, "rostra.v1");
      socket.onopen = () => socket.send(JSON.stringify({ t: "hello", ticket: token, epoch, seq }));
      socket.onmessage = (message) => take(JSON.parse(message.data));
      socket.onclose = (close) => { if (close.code === 4401) ticket = null; lost(); };
    } catch { lost(); }
  }

  function lost() {
    if (isOpen) page.line?.(false, true);
    isOpen = false;
    socket = null;
    for (const [, answer] of waiting) answer({ t: "nack", code: "lost" });
    waiting.clear();
    poll ||= setInterval(() => isOpen || page.stale(), POLL);
    const wait = tries ? PAUSES[Math.min(tries - 1, PAUSES.length - 1)] * 1000 : 1000;
    tries += 1;
    setTimeout(open, Math.random() * wait);
  }

  const take = (frame) => ({ welcome, ev, tick: (f) => page.tick(f.counts), ack: answer, nack: answer, pong, resync })[frame.t]?.(frame);

  function welcome(frame) {
    const wasLost = tries > 0;
    keep(frame.ticket);
    tries = 0;
    isOpen = true;
    clearInterval(poll);
    poll = 0;
    if (frame.mode === "snapshot") { adopt(frame); page.stale(); }
    page.line?.(true, wasLost);
  }

  function adopt(frame) {
    epoch = frame.epoch;
    seq = frame.seq;
    missing.clear();
  }

  function ev(frame) {
    if (frame.seq <= seq && !missing.delete(frame.seq)) return;
    for (let number = seq + 1; number < frame.seq; number += 1) missing.add(number);
    seq = Math.max(seq, frame.seq);
    page.event(frame);
    if (missing.size && !hole) hole = setTimeout(() => { hole = 0; if (missing.size) { missing.clear(); page.stale(); } }, HOLE);
  }

  function pong(frame) {
    keep(frame.ticket);
    if (frame.epoch !== epoch || frame.seq > seq) { adopt(frame); page.stale(); }
  }

  function resync() { page.stale(); }

  function answer(frame) {
    waiting.get(frame.op)?.(frame);
    waiting.delete(frame.op);
  }

  /** Send a command; gives its answer, also where the line breaks or nothing comes. */
  function send(frame) {
    if (!isOpen) return Promise.resolve({ t: "nack", code: "lost" });
    const op = crypto.randomUUID?.() ?? String(Math.random());
    return new Promise((done) => {
      waiting.set(op, done);
      setTimeout(() => answer({ op, t: "nack", code: "late" }), PATIENCE);
      socket.send(JSON.stringify({ ...frame, op }));
    });
  }

  setInterval(() => isOpen && socket.send('{"t":"ping"}'), PING);
  open();
  return state;
}
