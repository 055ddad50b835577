// A slow connection between browser and server, made in the server. What the browser's own throttling
// leaves out is in it: a round trip to open each connection, those of preflights, and how a server
// begins slowly. A file under 14,600 bytes comes in one round trip, a longer one takes more.

import { Duplex } from "node:stream";

/** What a packet carries, in bytes. */
const PACKET = 1460;
/** What a server sends before it hears from the other side, in packets (RFC 6928). */
const FIRST_WINDOW = 10;
const BITS = 8;
const SECOND = 1000;

/** One direction of a line that all connections share; rate in bits per second. */
class Line {
  #free = 0;

  constructor(rate) {
    this.rate = rate;
  }

  /** When the last bit of so many bytes has left, if they are there from `now` on. */
  send(bytes, now) {
    this.#free = Math.max(now, this.#free) + (bytes * BITS * SECOND) / this.rate;
    return this.#free;
  }
}

/** Does things at their times, in the order that they were given in. */
class Schedule {
  #queue = [];
  #timer;

  at(time, run) {
    this.#queue.push({ time, run });
    this.#timer ??= this.#wait();
  }

  clear() {
    clearTimeout(this.#timer);
    this.#queue = [];
  }

  #wait() {
    return setTimeout(() => this.#work(), Math.ceil(this.#queue[0].time - performance.now()));
  }

  #work() {
    while (this.#queue.length && this.#queue[0].time <= performance.now()) this.#queue.shift().run();
    this.#timer = this.#queue.length ? this.#wait() : undefined;
  }
}

/** A connection as the server has it, delayed both ways. */
class SlowConnection extends Duplex {
  #socket;
  #link;
  #arrivals = new Schedule();
  #departures = new Schedule();
  #answers = new Schedule();
  #waiting = [];
  #window = FIRST_WINDOW * PACKET;
  #underWay = 0;

  constructor(socket, link) {
    super({ allowHalfOpen: true });
    this.#socket = socket;
    this.#link = link;
    // The browser takes the connection for open at once; on a slow line its first bytes would leave
    // only when the server's hello is back.
    const open = performance.now() + link.roundTrip;
    const arrive = (bytes, run) => {
      const left = link.up.send(bytes, Math.max(open, performance.now()));
      this.#arrivals.at(left + link.roundTrip / 2, run);
    };
    socket.on("data", (data) => arrive(data.length, () => this.push(data)));
    socket.on("end", () => arrive(0, () => this.push(null)));
    socket.on("error", () => this.destroy());
    socket.on("close", () => this.destroy());
  }

  _read() {}

  _write(data, encoding, done) {
    for (let at = 0; at < data.length; at += PACKET) this.#waiting.push(data.subarray(at, at + PACKET));
    this.#depart();
    done();
  }

  _final(done) {
    const left = this.#link.down.send(0, performance.now());
    this.#departures.at(left + this.#link.roundTrip / 2, () => this.#socket.end());
    done();
  }

  _destroy(error, done) {
    for (const schedule of [this.#arrivals, this.#departures, this.#answers]) schedule.clear();
    this.#socket.destroy();
    done(error);
  }

  /** Sends what the window has room for. Each packet that is answered makes room for two. */
  #depart() {
    while (this.#waiting.length && this.#underWay + this.#waiting[0].length <= this.#window) {
      const packet = this.#waiting.shift();
      this.#underWay += packet.length;
      const left = this.#link.down.send(packet.length, performance.now());
      this.#departures.at(left + this.#link.roundTrip / 2, () => this.#socket.write(packet));
      this.#answers.at(left + this.#link.roundTrip, () => {
        this.#underWay -= packet.length;
        this.#window += packet.length;
        this.#depart();
      });
    }
  }
}

/**
 * What a server's connections go through. Round trip in milliseconds, rates in bits per second; without
 * them, as fast as the machine is.
 */
export const makeLink = ({ roundTrip, down, up }) => {
  if (!roundTrip) return (socket) => socket;
  const link = { roundTrip, down: new Line(down), up: new Line(up) };
  return (socket) => new SlowConnection(socket, link);
};
